package org.retain.operators.sweep;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.retain.datasets.experiment.ToyRunSpec;
import org.retain.operators.environment.toy.TwoStateValue;
import org.retain.operators.learner.LearnerOptions;

/**
 * A two-state MDP, its policy's one parameter, and how far to follow the gradient. Parameters:
 *
 * <ul>
 *   <li>{@code gap}: 0 for the state coverage gap, 1 for the imperfect cloning gap
 *   <li>{@code gamma}: 0.9 if not given
 *   <li>{@code r0}, {@code r1}: 0 and −1 of the coverage gap, 0.991 and 0.977 of the cloning gap,
 *       which give the paper's figures; the paper's own stand in its figure 9 alone
 *   <li>{@code epsilon}: of the coverage gap, 1
 *   <li>{@code start}: θ before fine-tuning; 0 of the coverage gap, 0.45 of the cloning gap, since
 *       with these rewards ascent from any θ above 0.5 finds the best policy, θ = 1
 * </ul>
 *
 * @param spec that it was asked for by
 * @param method vanilla or closed-form
 * @param coverage whether this is the coverage gap
 * @param value v0
 * @param epsilon ε
 * @param start θ before fine-tuning
 * @param rate step size
 * @param updates steps along the gradient
 * @param points at which it is measured besides the start
 */
record TwoStateSettings(
        ToyRunSpec spec,
        ToyMethod method,
        boolean coverage,
        TwoStateValue value,
        double epsilon,
        double start,
        double rate,
        long updates,
        int points) {

    private static final List<String> PARAMETERS =
            List.of("gap", "gamma", "r0", "r1", "epsilon", "start");

    private static final List<ConfigOption<?>> OPTIONS =
            List.of(LearnerOptions.MAX_UPDATES, LearnerOptions.LEARNING_RATE, SweepOptions.POINTS);

    static TwoStateSettings of(ToyRunSpec spec) {
        SpecNumbers numbers = SpecNumbers.of(spec, PARAMETERS, OPTIONS);
        ToyMethod method = ToyMethod.of(spec.getMethod());
        if (method != ToyMethod.VANILLA && method != ToyMethod.CLOSED_FORM) {
            throw new IllegalArgumentException(
                    "Method %s, which two-state-mdp does not have; expected vanilla or closed-form"
                            .formatted(method.text()));
        }
        int gap = numbers.whole("gap");
        if (gap != 0 && gap != 1) {
            throw new IllegalArgumentException(
                    "Parameter gap is %d, expected 0 (coverage) or 1 (cloning)".formatted(gap));
        }
        boolean coverage = gap == 0;
        TwoStateSettings settings =
                new TwoStateSettings(
                        spec,
                        method,
                        coverage,
                        new TwoStateValue(
                                numbers.parameter("gamma", 0.9),
                                numbers.parameter("r0", coverage ? 0 : 0.991),
                                numbers.parameter("r1", coverage ? -1 : 0.977)),
                        numbers.parameter("epsilon", 1),
                        numbers.parameter("start", coverage ? 0 : 0.45),
                        numbers.atLeast(LearnerOptions.LEARNING_RATE, Double.MIN_VALUE),
                        numbers.atLeast(
                                LearnerOptions.MAX_UPDATES, method == ToyMethod.VANILLA ? 1 : 0),
                        numbers.atLeast(SweepOptions.POINTS, 1));
        settings.staying(settings.start);
        return settings;
    }

    /** f(θ). */
    TwoStateValue.Staying staying(double theta) {
        return coverage ? TwoStateValue.coverage(theta, epsilon) : TwoStateValue.cloning(theta);
    }

    /** v0(θ). */
    double value(double theta) {
        return value.of(theta, staying(theta));
    }

    /** dv0/dθ. */
    double slope(double theta) {
        return value.slope(theta, staying(theta));
    }
}
