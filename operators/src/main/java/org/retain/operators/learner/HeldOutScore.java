package org.retain.operators.learner;

import java.util.SortedMap;

/**
 * How well a policy answers recorded actions.
 *
 * @param levels sums by dungeon level, at each segment's first step
 */
record HeldOutScore(SortedMap<String, Sum> levels) {

    /** Sums over steps. */
    static final class Sum {

        private long steps;
        private double loss;
        private long hits;

        void add(double crossEntropy, boolean hit) {
            steps++;
            loss += crossEntropy;
            hits += hit ? 1 : 0;
        }

        void add(Sum other) {
            steps += other.steps;
            loss += other.loss;
            hits += other.hits;
        }

        long steps() {
            return steps;
        }

        /** Mean cross-entropy of the recorded actions in nats; 0 without steps. */
        double crossEntropy() {
            return steps == 0 ? 0 : loss / steps;
        }

        /** Share of steps whose recorded action is the likeliest; 0 without steps. */
        double accuracy() {
            return steps == 0 ? 0 : (double) hits / steps;
        }
    }

    /** The sum over all levels. */
    Sum all() {
        Sum sum = new Sum();
        levels.values().forEach(sum::add);
        return sum;
    }
}
