package org.retain.operators.environment.toy;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@link TwoStateMdp}. */
public final class TwoStateMdpOptions {

    public static final ConfigOption<Double> STAY_REWARD =
            ConfigOptions.key("environment.two-state-mdp.stay-reward")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription("Reward of staying in the first state (r0).");

    public static final ConfigOption<Double> RETURN_REWARD =
            ConfigOptions.key("environment.two-state-mdp.return-reward")
                    .doubleType()
                    .defaultValue(-1.0)
                    .withDescription(
                            "Reward of going back from the second state to the first (r1).");

    public static final ConfigOption<Integer> STEP_LIMIT =
            ConfigOptions.key("environment.two-state-mdp.step-limit")
                    .intType()
                    .defaultValue(100)
                    .withDescription(
                            """
                            Steps after which an episode is cut off; the process itself goes on \
                            for ever.\
                            """);

    private TwoStateMdpOptions() {}
}
