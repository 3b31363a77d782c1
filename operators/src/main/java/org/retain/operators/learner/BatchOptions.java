package org.retain.operators.learner;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of batch assembly. */
public final class BatchOptions {

    public static final ConfigOption<Integer> SIZE =
            ConfigOptions.key("batch.size")
                    .intType()
                    .defaultValue(16)
                    .withDescription(
                            """
                            Driving segments in a batch (B). An update runs after this many; rows \
                            drawn from the memory come on top.\
                            """);

    public static final ConfigOption<Integer> STEPS =
            ConfigOptions.key("batch.steps")
                    .intType()
                    .defaultValue(32)
                    .withDescription(
                            """
                            Time steps of a batch (T). Shorter segments are padded and masked; \
                            longer ones go to the dead letters.\
                            """);

    public static final ConfigOption<Integer> BURN_IN =
            ConfigOptions.key("batch.burn-in")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            """
                            Steps at the start of a row that are in no loss, where the row begins \
                            in mid-episode from a zero recurrent state.\
                            """);

    public static final ConfigOption<DemonstrationState> DEMONSTRATION_STATE =
            ConfigOptions.key("batch.demonstration-state")
                    .enumType(DemonstrationState.class)
                    .defaultValue(DemonstrationState.TEACHER)
                    .withDescription(
                            """
                            Recurrent state that the student starts a demonstration row from: \
                            'teacher' (the teacher's own; student and teacher must share an \
                            architecture) or 'zero'.\
                            """);

    private BatchOptions() {}
}
