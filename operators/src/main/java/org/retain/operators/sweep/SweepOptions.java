package org.retain.operators.sweep;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of runs in sweeps over toy problems, besides those of the learner. */
public final class SweepOptions {

    public static final ConfigOption<Long> PRETRAINING_UPDATES =
            ConfigOptions.key("sweep.pretraining-updates")
                    .longType()
                    .defaultValue(40L)
                    .withDescription(
                            """
                            Updates on phase 2 alone before fine-tuning begins, from weight and \
                            bias 0; 0 fine-tunes from there.\
                            """);

    public static final ConfigOption<Double> PRETRAINING_LEARNING_RATE =
            ConfigOptions.key("sweep.pretraining-learning-rate")
                    .doubleType()
                    .defaultValue(1500.0)
                    .withDescription("Step size while pre-training.");

    public static final ConfigOption<Integer> POINTS =
            ConfigOptions.key("sweep.points")
                    .intType()
                    .defaultValue(20)
                    .withDescription(
                            """
                            Points of a run, evenly spread over its updates, at which it is \
                            measured besides the start.\
                            """);

    /** All options, in the order in which help shows them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(PRETRAINING_UPDATES, PRETRAINING_LEARNING_RATE, POINTS);

    private SweepOptions() {}
}
