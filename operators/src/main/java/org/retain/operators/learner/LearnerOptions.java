package org.retain.operators.learner;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the learner, whatever the algorithm. */
public final class LearnerOptions {

    /** Name of the external resource that stands for GPUs in Flink's configuration. */
    public static final String GPU_RESOURCE = "gpu";

    public static final ConfigOption<Algorithm> ALGORITHM =
            ConfigOptions.key("learner.algorithm")
                    .enumType(Algorithm.class)
                    .defaultValue(Algorithm.EXTERNAL)
                    .withDescription(
                            """
                            external: batches go to the training-batches topic and training \
                            happens elsewhere; bc: cross-entropy of recorded actions; ppo; sac; \
                            reinforce.""");

    public static final ConfigOption<String> INITIAL_WEIGHTS =
            ConfigOptions.key("learner.initial-weights")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Weights file that the student starts from. None: the teacher's \
                            (target.teacher).""");

    public static final ConfigOption<String> INITIAL_SHA256 =
            ConfigOptions.key("learner.initial-sha256")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("SHA-256 that the initial weights must have; none: any.");

    public static final ConfigOption<Double> LEARNING_RATE =
            ConfigOptions.key("learner.learning-rate")
                    .doubleType()
                    .defaultValue(1e-4)
                    .withDescription("Step size of Adam at the first update.");

    public static final ConfigOption<Long> LEARNING_RATE_DECAY_UPDATES =
            ConfigOptions.key("learner.learning-rate-decay-updates")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            """
                            Applied updates over which the learning rate falls linearly to 0; 0 \
                            keeps it. The paper's NetHack runs: 122070.""");

    public static final ConfigOption<Double> BETA1 =
            ConfigOptions.key("learner.adam-beta1")
                    .doubleType()
                    .defaultValue(0.9)
                    .withDescription("Decay of Adam's first moment, in [0, 1).");

    public static final ConfigOption<Double> BETA2 =
            ConfigOptions.key("learner.adam-beta2")
                    .doubleType()
                    .defaultValue(0.999)
                    .withDescription("Decay of Adam's second moment, in [0, 1).");

    public static final ConfigOption<Double> EPSILON =
            ConfigOptions.key("learner.adam-epsilon")
                    .doubleType()
                    .defaultValue(1e-7)
                    .withDescription("Adam's ε.");

    public static final ConfigOption<Double> WEIGHT_DECAY =
            ConfigOptions.key("learner.weight-decay")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription(
                            """
                            Decoupled weight decay: share of each trained parameter that an \
                            update takes away, times the learning rate.""");

    public static final ConfigOption<Double> MAX_GRADIENT_NORM =
            ConfigOptions.key("learner.max-gradient-norm")
                    .doubleType()
                    .defaultValue(4.0)
                    .withDescription(
                            """
                            Gradients whose norm over all parameters is larger are scaled down to \
                            it; 0 for no limit.""");

    public static final ConfigOption<List<String>> FREEZE =
            ConfigOptions.key("learner.freeze")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Beginnings of the names of parameters that stay as they are, such as \
                            encoder (the paper's NetHack fine-tuning), core, policy, value.""");

    public static final ConfigOption<Long> CRITIC_UPDATES =
            ConfigOptions.key("learner.critic-updates")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            """
                            First updates that train the value head alone, for the pre-trained \
                            policy's values to be known before the policy moves.""");

    public static final ConfigOption<Long> MAX_UPDATES =
            ConfigOptions.key("max-updates")
                    .longType()
                    .defaultValue(0L)
                    .withDescription("Applied updates after which training ends; 0 for no limit.");

    public static final ConfigOption<Double> MAX_MINUTES =
            ConfigOptions.key("max-minutes")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription(
                            """
                            Minutes after which training ends, by the wall clock from the learner's \
                            start on, waits counted and restarts not; 0 for no limit.""");

    public static final ConfigOption<Integer> MAX_SKIPPED =
            ConfigOptions.key("learner.max-skipped")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            """
                            Updates in a row that may be skipped because a loss, gradient or \
                            weight is not finite; with one more the job fails.""");

    public static final ConfigOption<Integer> REPORT_INTERVAL =
            ConfigOptions.key("learner.report-interval")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            """
                            Applied updates between two records of the metrics topic, whose \
                            figures are means over them.""");

    public static final ConfigOption<Integer> GPUS =
            ConfigOptions.key("learner.gpus")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            """
                            GPUs that the learner's slot asks of the cluster (Flink's external \
                            resource gpu), 0 or 1. With 0 it uses a GPU of its machine if there \
                            is one that PyTorch can use, else the CPU.""");

    public static final ConfigOption<String> OUTPUT =
            ConfigOptions.key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory of the run on any file system that Flink knows: weights \
                            files and, at the end, STOP with the reason.""");

    /** Those that pre-training and fine-tuning share, in the order of help. */
    public static final List<ConfigOption<?>> TRAINING =
            List.of(
                    BETA1,
                    BETA2,
                    EPSILON,
                    WEIGHT_DECAY,
                    MAX_GRADIENT_NORM,
                    FREEZE,
                    MAX_UPDATES,
                    MAX_MINUTES,
                    MAX_SKIPPED,
                    REPORT_INTERVAL,
                    GPUS);

    private LearnerOptions() {}
}
