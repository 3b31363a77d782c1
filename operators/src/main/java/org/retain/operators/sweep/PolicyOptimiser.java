package org.retain.operators.sweep;

import org.retain.operators.learner.loss.LearningRateSchedule;

/**
 * The learner's Adam for the two numbers of a {@link TwoActionPolicy}, in doubles: bias-corrected
 * moments, ε added to the root after the correction, gradients scaled down to a norm before.
 */
final class PolicyOptimiser {

    /**
     * Constants.
     *
     * @param rate step size by applied updates
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the root of the second moment
     * @param maxNorm of a gradient; infinite for no limit
     */
    record Settings(
            LearningRateSchedule rate,
            double beta1,
            double beta2,
            double epsilon,
            double maxNorm) {}

    private final Settings settings;
    private PolicyGradient mean = PolicyGradient.ZERO;
    private PolicyGradient variance = PolicyGradient.ZERO;
    private long steps;

    PolicyOptimiser(Settings settings) {
        this.settings = settings;
    }

    /** The policy one step further. */
    TwoActionPolicy step(TwoActionPolicy policy, PolicyGradient gradient) {
        double rate = settings.rate.value(steps);
        steps++;
        double norm = gradient.norm();
        PolicyGradient g =
                norm > settings.maxNorm ? gradient.times(settings.maxNorm / norm) : gradient;
        PolicyGradient squared = new PolicyGradient(g.weight() * g.weight(), g.bias() * g.bias());
        mean = mean.times(settings.beta1).plus(g.times(1 - settings.beta1));
        variance = variance.times(settings.beta2).plus(squared.times(1 - settings.beta2));
        PolicyGradient first = mean.times(1 / (1 - Math.pow(settings.beta1, steps)));
        PolicyGradient second = variance.times(1 / (1 - Math.pow(settings.beta2, steps)));
        return new TwoActionPolicy(
                policy.weight() - rate * quotient(first.weight(), second.weight()),
                policy.bias() - rate * quotient(first.bias(), second.bias()));
    }

    private double quotient(double first, double second) {
        return first / (Math.sqrt(second) + settings.epsilon);
    }
}
