package org.retain.jobs;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the demo. */
public final class DemoOptions {

    public static final ConfigOption<DemoEnvironment> ENVIRONMENT =
            ConfigOptions.key("environment")
                    .enumType(DemoEnvironment.class)
                    .defaultValue(DemoEnvironment.NETHACK)
                    .withDescription(
                            """
                            What is played. nethack: a teacher cloned from recorded games, and a \
                            student that learns while it plays. apple-retrieval: a toy problem \
                            in which fine-tuning forgets and retention does not, in a minute.""");

    public static final ConfigOption<Long> UPDATES =
            ConfigOptions.key("demo.updates")
                    .longType()
                    .defaultValue(400L)
                    .withDescription("NetHack: updates of the student, each of 1,024 steps.");

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("demo.seed")
                    .longType()
                    .defaultValue(0L)
                    .withDescription("AppleRetrieval: seed of what is played while training.");

    private DemoOptions() {}
}
