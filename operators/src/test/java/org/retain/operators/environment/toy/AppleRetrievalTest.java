package org.retain.operators.environment.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.operators.environment.toy.TestingPlay.step;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retain.operators.environment.Environment;

/** Tests for {@link AppleRetrieval}. */
class AppleRetrievalTest {

    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final Environment environment = new AppleRetrieval(3, 0.5, false, 100).create(2);

    @Test
    void straightWalkToTheAppleAndHomeSucceeds() {
        environment.reset(0, 7);
        for (int x = 1; x <= 3; x++) {
            assertThat(observed(0)).isEqualTo(-0.5f);
            assertThat(environment.place(0)).isEqualTo(1);
            step(environment, 0, RIGHT);
            assertThat(environment.reward(0)).isEqualTo(1);
        }
        for (int x = 2; x >= 0; x--) {
            assertThat(environment.terminated(0)).isFalse();
            assertThat(observed(0)).isEqualTo(0.5f);
            step(environment, 0, LEFT);
            assertThat(environment.reward(0)).isEqualTo(1);
        }

        assertThat(environment.terminated(0)).isTrue();
        assertThat(environment.truncated(0)).isFalse();
        assertThat(environment.ending(0)).isEqualTo("home");
        assertThat(environment.clock(0)).isEqualTo(6);
        assertThat(environment.strata(0)).isEqualTo(Map.of("phase", "2"));
        assertThat(environment.measures(0))
                .isEqualTo(Map.of("success", 1d, "reached-phase-2", 1d, "phase-2-success", 1d));
    }

    @Test
    void walksLeftOfHomeAndBackAtACost() {
        environment.reset(0, 7);
        step(environment, 0, LEFT);
        assertThat(environment.reward(0)).isEqualTo(-1);
        for (int x = 0; x <= 3; x++) {
            assertThat(environment.place(0)).isEqualTo(1);
            step(environment, 0, RIGHT);
        }

        assertThat(environment.place(0)).isEqualTo(2);
        step(environment, 0, RIGHT);
        assertThat(environment.reward(0)).isEqualTo(-1);
        assertThat(environment.measures(0)).containsEntry("phase-2-success", 0d);
    }

    @Test
    void isCutOffAtTheLimitAndNotAtHome() {
        Environment tight = new AppleRetrieval(1, 1, false, 2).create(1);
        tight.reset(0, 0);
        step(tight, 0, LEFT);
        step(tight, 0, LEFT);

        assertThat(tight.terminated(0)).isFalse();
        assertThat(tight.truncated(0)).isTrue();
        assertThat(tight.ending(0)).isEqualTo("step-limit");
        assertThat(tight.measures(0)).isEqualTo(Map.of("success", 0d, "reached-phase-2", 0d));
    }

    @Test
    void arrivalWithTheLastStepIsTerminated() {
        Environment tight = new AppleRetrieval(1, 1, false, 2).create(1);
        tight.reset(0, 0);
        step(tight, 0, RIGHT);
        step(tight, 0, LEFT);

        assertThat(tight.terminated(0)).isTrue();
        assertThat(tight.truncated(0)).isFalse();
    }

    @Test
    void pretrainingStartsAtTheApple() {
        Environment pretraining = new AppleRetrieval(2, 0.25, true, 100).create(1);
        pretraining.reset(0, 0);
        assertThat(pretraining.place(0)).isEqualTo(2);
        assertThat(pretraining.observation(0).getFloat(0)).isEqualTo(0.25f);
        step(pretraining, 0, LEFT);
        step(pretraining, 0, LEFT);

        assertThat(pretraining.terminated(0)).isTrue();
    }

    @Test
    void slotsDoNotInfluenceEachOther() {
        environment.reset(0, 0);
        environment.reset(1, 0);
        for (int x = 1; x <= 3; x++) {
            step(environment, 1, RIGHT);
        }

        assertThat(observed(0)).isEqualTo(-0.5f);
        assertThat(environment.clock(0)).isZero();
        assertThat(observed(1)).isEqualTo(0.5f);
    }

    @Test
    void refusesToStepWhatIsNotUnderWay() {
        assertThatThrownBy(() -> step(environment, 0, RIGHT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("slot 0", "never started");
        environment.reset(0, 0);
        assertThatThrownBy(() -> step(environment, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Action 2");
    }

    @Test
    void refusesALimitThatNoEpisodeCanMeet() {
        assertThatThrownBy(() -> new AppleRetrieval(51, 1, false, 100))
                .hasMessageContaining("limit of 100 steps")
                .hasMessageContaining("102");
    }

    private float observed(int slot) {
        return environment.observation(0).getFloat(slot * Float.BYTES);
    }
}
