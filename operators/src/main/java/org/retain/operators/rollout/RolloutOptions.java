package org.retain.operators.rollout;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of rollouts. */
public final class RolloutOptions {

    public static final ConfigOption<Integer> SLOTS =
            ConfigOptions.key("rollout.slots")
                    .intType()
                    .defaultValue(16)
                    .withDescription(
                            """
                            Episodes that each parallel subtask plays side by side; one pass of \
                            the policy answers all of them.""");

    public static final ConfigOption<Integer> MAX_AHEAD =
            ConfigOptions.key("rollout.max-ahead")
                    .intType()
                    .defaultValue(128)
                    .withDescription(
                            """
                            Most segments that are played or being played and not retired by the \
                            learner, over all partitions; play pauses there. Lower: fresher \
                            policy; higher: fewer pauses. At least 2 × batch.size × \
                            weights.publish-interval + target.bundle-size.""");

    public static final ConfigOption<Boolean> LOCK_STEP =
            ConfigOptions.key("rollout.lock-step")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            True: play the segments of one batch, then wait for the weights that \
                            were trained on them. What learner.algorithm reinforce demands; \
                            learner and players then wait for each other.""");

    public static final ConfigOption<Double> TEMPERATURE =
            ConfigOptions.key("rollout.temperature")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription(
                            """
                            Divides logits, or multiplies standard deviations, before actions are \
                            drawn. 1 plays the policy that learns; 0 takes the likeliest action, \
                            which on-policy losses cannot learn from.""");

    public static final ConfigOption<String> INITIAL_WEIGHTS =
            ConfigOptions.key("rollout.initial-weights")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Weights file to play with until the learner announces some. None: \
                            wait for the learner.""");

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("rollout.seed")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            """
                            What the draws of actions are derived from; the episodes' own seeds \
                            come from environment.seed.""");

    public static final ConfigOption<Double> MAX_MINUTES =
            ConfigOptions.key("rollout.max-minutes")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription(
                            """
                            Minutes after which no more segments start and the job ends, counted \
                            from its first start; 0 for no limit. Without it the job ends when \
                            the learner has finished.""");

    public static final ConfigOption<Duration> POLL_INTERVAL =
            ConfigOptions.key("rollout.poll-interval")
                    .durationType()
                    .defaultValue(Duration.ofMillis(200))
                    .withDescription(
                            """
                            Time between two looks at what the learner has announced and retired, \
                            above 0. In lock-step it bounds the updates in a second; shorter asks \
                            the broker more often.""");

    private RolloutOptions() {}
}
