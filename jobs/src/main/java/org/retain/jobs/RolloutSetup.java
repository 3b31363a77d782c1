package org.retain.jobs;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.BatchShape;
import org.retain.operators.learner.FrozenEncoder;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.memory.SegmentKind;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.rollout.RolloutSettings;
import org.retain.operators.target.TargetOptions;

/** How RolloutJob plays, checked against what its learner needs. */
final class RolloutSetup {

    private static final double MILLIS_PER_MINUTE = 60_000;

    private RolloutSetup() {}

    /**
     * The settings that the options describe.
     *
     * @throws IllegalArgumentException when options are out of range, or learner and players would
     *     wait for each other for ever; the message names them
     */
    static RolloutSettings of(ReadableConfig config) {
        BatchShape shape = BatchShape.of(config);
        boolean lockStep = config.get(RolloutOptions.LOCK_STEP);
        requireDriver(config);
        if (lockStep) {
            requireLockStep(config);
        } else {
            requirePace(config);
        }
        return new RolloutSettings(
                config.get(RolloutOptions.SLOTS),
                shape.steps(),
                config.get(RolloutOptions.MAX_AHEAD),
                lockStep ? shape.size() : 0,
                config.get(RolloutOptions.TEMPERATURE),
                config.get(RolloutOptions.INITIAL_WEIGHTS),
                config.get(RolloutOptions.SEED),
                config.get(EnvironmentOptions.SEED),
                Duration.ofMillis(
                        Math.round(config.get(RolloutOptions.MAX_MINUTES) * MILLIS_PER_MINUTE)),
                config.get(RolloutOptions.POLL_INTERVAL),
                FrozenEncoder.encodes(config));
    }

    private static void requireDriver(ReadableConfig config) {
        if (config.get(MemoryOptions.BATCH_DRIVER) != SegmentKind.ROLLOUTS) {
            throw new IllegalArgumentException(
                    "Option %s is %s, but only rollouts that drive are retired, which paces those who play; set it to rollouts"
                            .formatted(
                                    MemoryOptions.BATCH_DRIVER.key(),
                                    config.get(MemoryOptions.BATCH_DRIVER)));
        }
    }

    private static void requireLockStep(ReadableConfig config) {
        int interval = config.get(WeightsOptions.PUBLISH_INTERVAL);
        if (interval != 1) {
            throw new IllegalArgumentException(
                    "Option %s is %d, but %s waits for weights after each update; set it to 1"
                            .formatted(
                                    WeightsOptions.PUBLISH_INTERVAL.key(),
                                    interval,
                                    RolloutOptions.LOCK_STEP.key()));
        }
    }

    private static void requirePace(ReadableConfig config) {
        Algorithm algorithm = config.get(LearnerOptions.ALGORITHM);
        if (algorithm == Algorithm.REINFORCE) {
            throw new IllegalArgumentException(
                    "Option %s is false, but %s %s learns only from what the present weights play; set it to true"
                            .formatted(
                                    RolloutOptions.LOCK_STEP.key(),
                                    LearnerOptions.ALGORITHM.key(),
                                    algorithm));
        }
        long batch = config.get(BatchOptions.SIZE);
        long interval = config.get(WeightsOptions.PUBLISH_INTERVAL);
        long bundle = config.get(TargetOptions.BUNDLE_SIZE);
        long least = 2 * batch * interval + bundle;
        if (config.get(RolloutOptions.MAX_AHEAD) < least) {
            throw new IllegalArgumentException(
                    "Option %s is %d, expected at least %d = 2 × %s × %s + %s, or learner and players could wait for each other; raise it or lower those"
                            .formatted(
                                    RolloutOptions.MAX_AHEAD.key(),
                                    config.get(RolloutOptions.MAX_AHEAD),
                                    least,
                                    named(BatchOptions.SIZE, batch),
                                    named(WeightsOptions.PUBLISH_INTERVAL, interval),
                                    named(TargetOptions.BUNDLE_SIZE, bundle)));
        }
    }

    private static String named(ConfigOption<?> option, long value) {
        return "%s (%d)".formatted(option.key(), value);
    }
}
