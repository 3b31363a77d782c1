package org.retain.operators.environment.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.retain.operators.environment.toy.TestingPlay.step;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.retain.operators.environment.Environment;

/** Tests for {@link TwoStateMdp}. */
class TwoStateMdpTest {

    private static final int STAY = 0;
    private static final int LEAVE = 1;

    @Test
    void givesTheRewardsOfThePaper() {
        Environment environment = new TwoStateMdp(0.3, -0.4, 4).create(1);
        environment.reset(0, 0);
        assertState(environment, 0);

        step(environment, 0, STAY);
        assertThat(environment.reward(0)).isEqualTo(0.3f);
        assertState(environment, 0);
        step(environment, 0, LEAVE);
        assertThat(environment.reward(0)).isEqualTo(1);
        assertState(environment, 1);
        step(environment, 0, STAY);
        assertThat(environment.reward(0)).isEqualTo(1);
        assertThat(environment.truncated(0)).isFalse();
        step(environment, 0, LEAVE);
        assertThat(environment.reward(0)).isEqualTo(-0.4f);
        assertState(environment, 0);

        assertThat(environment.truncated(0)).isTrue();
        assertThat(environment.terminated(0)).isFalse();
        assertThat(environment.ending(0)).isEqualTo("step-limit");
        assertThat(environment.measures(0)).isEqualTo(Map.of("reached-s1", 1d, "steps-in-s1", 2d));
    }

    @Test
    void playedReturnIsTheClosedForm() {
        double theta = 0.25;
        TwoStateValue.Staying staying = TwoStateValue.coverage(theta, 0.5);
        int episodes = 4000;
        Environment environment = new TwoStateMdp(0.3, -0.4, 150).create(1);
        SplittableRandom random = new SplittableRandom(1);

        double sum = 0;
        for (int episode = 0; episode < episodes; episode++) {
            environment.reset(0, episode);
            double weight = 1;
            while (!environment.truncated(0)) {
                double leaving = environment.place(0) == 0 ? theta : 1 - staying.probability();
                step(environment, 0, random.nextDouble() < leaving ? LEAVE : STAY);
                sum += weight * environment.reward(0);
                weight *= 0.9;
            }
        }

        assertThat(sum / episodes)
                .isCloseTo(new TwoStateValue(0.9, 0.3, -0.4).of(theta, staying), within(0.1));
    }

    private static void assertState(Environment environment, int state) {
        assertThat(environment.place(0)).isEqualTo(state);
        assertThat(environment.strata(0)).isEqualTo(Map.of("state", Integer.toString(state)));
        assertThat(environment.observation(0).getFloat(0)).isEqualTo(1f - state);
        assertThat(environment.observation(0).getFloat(Float.BYTES)).isEqualTo(state);
    }
}
