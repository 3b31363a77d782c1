package org.retain.operators.environment;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options that all environments share. */
public final class EnvironmentOptions {

    public static final ConfigOption<EnvironmentName> NAME =
            ConfigOptions.key("environment.name")
                    .enumType(EnvironmentName.class)
                    .noDefaultValue()
                    .withDescription(
                            """
                            What the agent acts on: 'nethack'; 'apple-retrieval' or \
                            'two-state-mdp', the paper's toy problems; or 'gymnasium', any \
                            environment of Python's Gymnasium (see environment.gymnasium.id).\
                            """);

    public static final ConfigOption<EnvironmentIsolation> ISOLATION =
            ConfigOptions.key("environment.isolation")
                    .enumType(EnvironmentIsolation.class)
                    .defaultValue(EnvironmentIsolation.IN_PROCESS)
                    .withDescription(
                            """
                            'in-process' runs environments in the TaskManager, fastest; 'process' \
                            in a child JVM of it, so that a native crash ends only the episodes \
                            there. Gymnasium always has a process of its own.\
                            """);

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("environment.seed")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            """
                            What the seeds of episodes are derived from. The same seed and \
                            actions give the same episodes.\
                            """);

    private EnvironmentOptions() {}
}
