package org.retain.operators.sweep;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.experiment.ToyRunSpec;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.environment.toy.AppleRetrievalOptions;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.PpoOptions;
import org.retain.operators.learner.ReinforceBaseline;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.DiscountedReturn;
import org.retain.operators.learner.loss.LearningRateSchedule;

/**
 * How a run of AppleRetrieval learns.
 *
 * @param spec that it was asked for by
 * @param method what keeps it from forgetting
 * @param task the whole task
 * @param batch episodes of an update
 * @param pretrainingUpdates on phase 2 alone
 * @param updates on the whole task
 * @param points at which it is measured besides the start
 * @param pretraining optimiser of pre-training
 * @param fineTuning optimiser of fine-tuning
 * @param discounted returns
 * @param rewardScale factor of the rewards
 * @param baseline what is subtracted from returns
 * @param coefficient of the retention loss by updates
 */
record AppleSettings(
        ToyRunSpec spec,
        ToyMethod method,
        AppleRetrieval task,
        int batch,
        long pretrainingUpdates,
        long updates,
        int points,
        PolicyOptimiser.Settings pretraining,
        PolicyOptimiser.Settings fineTuning,
        DiscountedReturn discounted,
        double rewardScale,
        ReinforceBaseline baseline,
        CoefficientSchedule coefficient) {

    /** M. */
    static final String DISTANCE = "distance";

    /** c. */
    static final String SCALE = "scale";

    /** The settings that a run may have. */
    static final List<ConfigOption<?>> OPTIONS =
            List.of(
                    SweepOptions.PRETRAINING_UPDATES,
                    SweepOptions.PRETRAINING_LEARNING_RATE,
                    SweepOptions.POINTS,
                    AppleRetrievalOptions.STEP_LIMIT,
                    BatchOptions.SIZE,
                    LearnerOptions.MAX_UPDATES,
                    LearnerOptions.LEARNING_RATE,
                    LearnerOptions.LEARNING_RATE_DECAY_UPDATES,
                    LearnerOptions.BETA1,
                    LearnerOptions.BETA2,
                    LearnerOptions.EPSILON,
                    LearnerOptions.MAX_GRADIENT_NORM,
                    PpoOptions.DISCOUNT,
                    PpoOptions.REWARD_SCALE,
                    PpoOptions.BASELINE,
                    RetentionOptions.COEFFICIENT,
                    RetentionOptions.DECAY,
                    RetentionOptions.FLOOR);

    static AppleSettings of(ToyRunSpec spec) {
        SpecNumbers numbers = SpecNumbers.of(spec, List.of(DISTANCE, SCALE), OPTIONS);
        ReadableConfig config = numbers.config();
        ToyMethod method = ToyMethod.of(spec.getMethod());
        if (method == ToyMethod.CLOSED_FORM) {
            throw new IllegalArgumentException(
                    "Method closed-form, which is for two-state-mdp; expected scratch, vanilla, ks, bc or ewc");
        }
        ReinforceBaseline baseline = config.get(PpoOptions.BASELINE);
        if (baseline == ReinforceBaseline.VALUE) {
            throw new IllegalArgumentException(
                    "Setting %s is value, but toy runs have no value head; expected none or mean"
                            .formatted(PpoOptions.BASELINE.key()));
        }
        return new AppleSettings(
                spec,
                method,
                new AppleRetrieval(
                        numbers.whole(DISTANCE),
                        numbers.parameter(SCALE),
                        false,
                        config.get(AppleRetrievalOptions.STEP_LIMIT)),
                numbers.atLeast(BatchOptions.SIZE, 1),
                numbers.atLeast(SweepOptions.PRETRAINING_UPDATES, 0),
                numbers.atLeast(LearnerOptions.MAX_UPDATES, 1),
                numbers.atLeast(SweepOptions.POINTS, 1),
                optimiser(
                        numbers,
                        new LearningRateSchedule(
                                config.get(SweepOptions.PRETRAINING_LEARNING_RATE), 0)),
                optimiser(
                        numbers,
                        new LearningRateSchedule(
                                config.get(LearnerOptions.LEARNING_RATE),
                                config.get(LearnerOptions.LEARNING_RATE_DECAY_UPDATES))),
                new DiscountedReturn(config.get(PpoOptions.DISCOUNT)),
                config.get(PpoOptions.REWARD_SCALE),
                baseline,
                new CoefficientSchedule(
                        config.get(RetentionOptions.COEFFICIENT),
                        config.get(RetentionOptions.DECAY),
                        config.get(RetentionOptions.FLOOR)));
    }

    /** Phase 2 alone. */
    AppleRetrieval phase2() {
        return new AppleRetrieval(task.distance(), task.scale(), true, task.stepLimit());
    }

    private static PolicyOptimiser.Settings optimiser(
            SpecNumbers numbers, LearningRateSchedule rate) {
        double norm = numbers.atLeast(LearnerOptions.MAX_GRADIENT_NORM, 0);
        return new PolicyOptimiser.Settings(
                rate,
                share(numbers, LearnerOptions.BETA1),
                share(numbers, LearnerOptions.BETA2),
                numbers.atLeast(LearnerOptions.EPSILON, Double.MIN_VALUE),
                norm == 0 ? Double.POSITIVE_INFINITY : norm);
    }

    private static double share(SpecNumbers numbers, ConfigOption<Double> option) {
        double value = numbers.atLeast(option, 0);
        if (value >= 1) {
            throw new IllegalArgumentException(
                    "Setting %s is %s, expected below 1".formatted(option.key(), value));
        }
        return value;
    }
}
