package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.BatchOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.memory.SegmentKind;
import org.retain.operators.policy.EncodingOptions;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.rollout.RolloutSettings;

/** Tests for {@link RolloutSetup}. */
class RolloutSetupTest {

    private final Configuration config = new Configuration();

    @Test
    void theDefaultsGoTogether() {
        RolloutSettings settings = RolloutSetup.of(config);

        assertThat(settings.segmentSteps()).isEqualTo(config.get(BatchOptions.STEPS));
        assertThat(settings.batch()).isZero();
        assertThat(settings.limit()).isEqualTo(Duration.ZERO);
    }

    @Test
    void roomForTwoBatchesAndABundleIsDemanded() {
        config.set(BatchOptions.SIZE, 10);
        config.set(WeightsOptions.PUBLISH_INTERVAL, 3);
        config.set(RolloutOptions.MAX_AHEAD, 76);
        assertThat(RolloutSetup.of(config).maxAhead()).isEqualTo(76);

        config.set(RolloutOptions.MAX_AHEAD, 75);
        assertRefused(
                "rollout.max-ahead is 75, expected at least 76 = 2 × batch.size (10) × weights.publish-interval (3) + target.bundle-size (16)");
    }

    @Test
    void reinforceDemandsLockStepAndThatAPublishIntervalOfOne() {
        config.set(LearnerOptions.ALGORITHM, Algorithm.REINFORCE);
        assertRefused("rollout.lock-step is false, but learner.algorithm REINFORCE");

        config.set(RolloutOptions.LOCK_STEP, true);
        config.set(BatchOptions.SIZE, 5);
        assertThat(RolloutSetup.of(config).batch()).isEqualTo(5);

        config.set(WeightsOptions.PUBLISH_INTERVAL, 2);
        assertRefused("weights.publish-interval is 2, but rollout.lock-step");
    }

    @Test
    void rolloutsThatDoNotDriveAreRefused() {
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);

        assertRefused("batch.driver is demonstrations");
    }

    @Test
    void encodingsGoWithAFrozenEncoderAlone() {
        config.set(EncodingOptions.ENCODINGS, true);
        config.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        assertRefused("policy.encodings is true, but learner.freeze is []");

        config.set(LearnerOptions.FREEZE, List.of("encoder"));
        assertThat(RolloutSetup.of(config).encodings()).isTrue();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> RolloutSetup.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
