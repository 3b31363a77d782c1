package org.retain.operators.sweep;

import org.retain.operators.learner.ReinforceBaseline;
import org.retain.operators.learner.loss.DiscountedReturn;

/**
 * Gradient of a loss in the weights of action 1 of a {@link TwoActionPolicy}; that in the other
 * row's is its opposite. With z the log-odds, ∂z/∂w = o and ∂z/∂b = 1 of one row alone.
 *
 * @param weight ∂L/∂w
 * @param bias ∂L/∂b
 */
record PolicyGradient(double weight, double bias) {

    static final PolicyGradient ZERO = new PolicyGradient(0, 0);

    private static final double ROWS = 2;

    PolicyGradient plus(PolicyGradient other) {
        return new PolicyGradient(weight + other.weight, bias + other.bias);
    }

    PolicyGradient times(double factor) {
        return new PolicyGradient(factor * weight, factor * bias);
    }

    /** Euclidean norm over both rows. */
    double norm() {
        return Math.sqrt(ROWS * (weight * weight + bias * bias));
    }

    /**
     * Of REINFORCE, −mean log π(a|o) (G − baseline): the mean of (π(1|o) − a) (G − baseline).
     *
     * @param phases which steps count, by place; the baseline is that of all steps
     */
    static PolicyGradient reinforce(
            TwoActionPolicy policy,
            PlayedEpisodes episodes,
            DiscountedReturn discounted,
            ReinforceBaseline baseline,
            PlayedEpisodes.Places phases) {
        double[] returns = discounted.of(episodes.rewardRows());
        double subtracted = baseline == ReinforceBaseline.MEAN ? mean(episodes, returns) : 0;
        double weight = 0;
        double bias = 0;
        long count = 0;
        for (int row = 0; row < episodes.rows(); row++) {
            for (int t = 0; t < episodes.length(row); t++) {
                int at = episodes.at(t, row);
                double observation = episodes.observations()[at];
                if (phases.count(episodes.places()[at])) {
                    double slope = policy.probability(observation) - episodes.actions()[at];
                    slope *= returns[at] - subtracted;
                    weight += slope * observation;
                    bias += slope;
                }
                count++;
            }
        }
        return new PolicyGradient(weight / count, bias / count);
    }

    /** Of the mean of KL(teacher ‖ student) over the steps of rollouts. */
    static PolicyGradient kickstarting(
            TwoActionPolicy student, TwoActionPolicy teacher, PlayedEpisodes episodes) {
        PolicyGradient sum = ZERO;
        for (int row = 0; row < episodes.rows(); row++) {
            for (int t = 0; t < episodes.length(row); t++) {
                double observation = episodes.observations()[episodes.at(t, row)];
                sum = sum.plus(cloning(student, teacher, observation));
            }
        }
        return sum.times(1.0 / episodes.frames());
    }

    /** Of KL(teacher ‖ student) at one observation: π_student(1|o) − π_teacher(1|o) by z. */
    static PolicyGradient cloning(
            TwoActionPolicy student, TwoActionPolicy teacher, double observation) {
        double slope = student.probability(observation) - teacher.probability(observation);
        return new PolicyGradient(slope * observation, slope);
    }

    /**
     * Of Σ F_i (θ_i − θ*_i)² over both rows, with the teacher's weights as θ*.
     *
     * @param fisher F, one row's
     */
    static PolicyGradient consolidation(
            TwoActionPolicy student, TwoActionPolicy teacher, PolicyGradient fisher) {
        return new PolicyGradient(
                2 * fisher.weight * (student.weight() - teacher.weight()),
                2 * fisher.bias * (student.bias() - teacher.bias()));
    }

    /** Diagonal of the policy's Fisher information at one observation: π(0)π(1) (o², 1). */
    static PolicyGradient fisher(TwoActionPolicy policy, double observation) {
        double p = policy.probability(observation);
        double variance = p * (1 - p);
        return new PolicyGradient(variance * observation * observation, variance);
    }

    private static double mean(PlayedEpisodes episodes, double[] returns) {
        double sum = 0;
        for (double value : returns) {
            // Padding has a return of 0.
            sum += value;
        }
        return sum / episodes.frames();
    }
}
