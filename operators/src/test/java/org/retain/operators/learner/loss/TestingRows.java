package org.retain.operators.learner.loss;

import java.util.Arrays;
import java.util.Random;

/** Rows of random lengths whose padding holds numbers that would be noticed. */
record TestingRows(RewardRows rows, double[] values, double[] ratios, boolean[] valid) {

    static TestingRows random(long seed, int steps, int count, double padding) {
        Random random = new Random(seed);
        int[] lengths = random.ints(count, 0, steps + 1).toArray();
        double[] rewards = random.doubles((long) steps * count, -1, 1).toArray();
        double[] values = random.doubles((steps + 1L) * count, -1, 1).toArray();
        double[] ratios = random.doubles((long) steps * count, 0.1, 3).toArray();
        boolean[] terminated = new boolean[steps * count];
        boolean[] valid = new boolean[(steps + 1) * count];
        Arrays.fill(valid, true);
        for (int i = 0; i < terminated.length; i++) {
            terminated[i] = random.nextInt(5) == 0;
            valid[i] = random.nextInt(5) != 0;
        }
        for (int row = 0; row < count; row++) {
            for (int t = lengths[row]; t <= steps; t++) {
                int entry = t * count + row;
                if (t > lengths[row]) {
                    values[entry] = padding;
                    valid[entry] = padding > 0;
                }
                if (t < steps) {
                    rewards[entry] = padding;
                    ratios[entry] = padding;
                    terminated[entry] = padding > 0;
                }
            }
        }
        return new TestingRows(
                new RewardRows(steps, rewards, terminated, lengths), values, ratios, valid);
    }

    /** One row alone, without padding. */
    TestingRows alone(int row) {
        int length = rows.lengths()[row];
        double[] rewards = new double[length];
        double[] weights = new double[length];
        double[] estimates = new double[length + 1];
        boolean[] ends = new boolean[length];
        boolean[] usable = new boolean[length + 1];
        for (int t = 0; t <= length; t++) {
            int entry = rows.at(t, row);
            estimates[t] = values[entry];
            usable[t] = valid[entry];
            if (t < length) {
                rewards[t] = rows.rewards()[entry];
                weights[t] = ratios[entry];
                ends[t] = rows.terminated()[entry];
            }
        }
        return new TestingRows(
                new RewardRows(length, rewards, ends, new int[] {length}),
                estimates,
                weights,
                usable);
    }

    /** A row of a result [T, B]. */
    double[] row(double[] entries, int row) {
        double[] found = new double[rows.steps()];
        for (int t = 0; t < found.length; t++) {
            found[t] = entries[rows.at(t, row)];
        }
        return found;
    }

    /** A result of {@link #alone}, with the zeros that padding is to have. */
    double[] padded(double[] entries) {
        return Arrays.copyOf(entries, rows.steps());
    }
}
