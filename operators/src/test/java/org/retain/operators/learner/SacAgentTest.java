package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Segment;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.StageVectors;

/** Tests for {@link SacAgent}. */
class SacAgentTest {

    private SacAgent agent = TestingSac.agent(TestingSac.policy(5, 2, 2), settings(1), null);

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void movesTargetsByPolyakAveragingExactly() {
        Map<String, float[]> before = TestingSac.values(agent);

        assertThat(agent.update(TestingSac.twoStageBatch(1, 6), 0).applied()).isTrue();

        Map<String, float[]> after = TestingSac.values(agent);
        List<String> targets =
                after.keySet().stream().filter(name -> name.startsWith("target.")).toList();
        assertThat(targets).hasSize(20);
        for (String target : targets) {
            float[] critic = after.get(target.replace("target.", "critic."));
            float[] old = before.get(target);
            float[] expected = new float[old.length];
            for (int i = 0; i < old.length; i++) {
                expected[i] = 0.995f * old[i] + (float) (1 - 0.995) * critic[i];
            }
            assertThat(after.get(target)).containsExactly(expected);
        }
        assertThat(after.get("critic.1.encoder.layer.0.weight"))
                .isNotEqualTo(before.get("critic.1.encoder.layer.0.weight"))
                .isNotEqualTo(after.get("critic.2.encoder.layer.0.weight"));
    }

    @Test
    void trainsOnlyTheHeadAndTemperatureOfTheStageItSees() {
        Map<String, float[]> before = TestingSac.values(agent);
        Segment segment =
                TestingTransitions.last(new float[] {1, 2, 3, 0, 1}, new float[] {0.5f, 0}, 1);

        agent.update(new TestingTransitions(1).add(false, segment).batch(), 0);

        Map<String, float[]> after = TestingSac.values(agent);
        for (String unseen :
                List.of(
                        "policy.head.0.weight",
                        "policy.head.0.bias",
                        "critic.1.value.head.0.weight",
                        "critic.2.value.head.0.bias")) {
            assertThat(after.get(unseen)).as(unseen).containsExactly(before.get(unseen));
        }
        for (String seen : List.of("policy.head.1.weight", "critic.1.value.head.1.weight")) {
            assertThat(after.get(seen)).as(seen).isNotEqualTo(before.get(seen));
        }
        float[] logTemperature = after.get("log_temperature");
        assertThat(logTemperature[0]).isEqualTo(-2);
        assertThat(logTemperature[1]).isNotEqualTo(-2);
    }

    @Test
    void trainsTheCriticsAloneAtFirstWhenAsked() {
        agent.close();
        agent =
                new SacAgent(
                        TestingSac.policy(5, 2, 2), TestingSac.optimiser(1), settings(1), null);
        byte[] policy = agent.weights().encode();

        agent.update(TestingSac.twoStageBatch(0, 4), 0);
        assertThat(agent.weights().encode()).isEqualTo(policy);
        assertThat(TestingSac.values(agent).get("log_temperature")).containsOnly(-2);

        agent.update(TestingSac.twoStageBatch(0, 4), 1);
        assertThat(agent.weights().encode()).isNotEqualTo(policy);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void steersTheTemperatureTowardsTheTargetEntropy(boolean wide) {
        agent.close();
        GaussianPolicy policy = TestingSac.policy(5, 2, 2);
        for (int head = 0; head < 2; head++) {
            float bias = wide ? 0 : -6;
            policy.parameters()
                    .get("policy.head." + head + ".bias")
                    .set(new float[] {0, 0, bias, bias});
        }
        agent = TestingSac.agent(policy, settings(1), null);

        for (int i = 0; i < 5; i++) {
            agent.update(TestingSac.twoStageBatch(i, 8), i);
        }

        for (float logTemperature : TestingSac.values(agent).get("log_temperature")) {
            if (wide) {
                assertThat(logTemperature).isLessThan(-2.01f);
            } else {
                assertThat(logTemperature).isGreaterThan(-1.99f);
            }
        }
    }

    @Test
    void takesTheCriticsGradientFromTheirOwnLossAlone() {
        agent.update(TestingSac.twoStageBatch(0, 4), 0);
        Map<String, float[]> whole = TestingSac.values(agent);
        agent.close();
        // An actor that is far more eager must not change what the critics learn in this step.
        agent =
                TestingSac.agent(
                        TestingSac.policy(5, 2, 2),
                        settings(1),
                        context -> {
                            NDArray sum =
                                    context.actor()
                                            .parameters()
                                            .get("encoder.layer.0.weight")
                                            .sum();
                            sum.attach(context.scope());
                            return sum.mul(1000f);
                        });
        agent.update(TestingSac.twoStageBatch(0, 4), 0);

        Map<String, float[]> eager = TestingSac.values(agent);
        for (String name : whole.keySet()) {
            if (name.startsWith("critic.")) {
                assertThat(eager.get(name)).as(name).containsExactly(whole.get(name));
            }
        }
        assertThat(eager.get("encoder.layer.0.weight"))
                .isNotEqualTo(whole.get("encoder.layer.0.weight"));
    }

    @Test
    void learnsTheBestActionOfABandit() {
        agent.close();
        GaussianPolicy policy = TestingSac.policy(1, 1, 1);
        agent = TestingSac.agent(policy, TestingSac.settings(5, -5), null);
        assertThat(greedyAction(policy)).isNotCloseTo(0.3f, within(0.2f));

        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            TestingTransitions batch = new TestingTransitions(1);
            for (int row = 0; row < 5 * 32; row++) {
                float action = 2 * random.nextFloat() - 1;
                float reward = -(action - 0.3f) * (action - 0.3f);
                batch.add(
                        false,
                        TestingTransitions.last(new float[] {1}, new float[] {action}, reward));
            }
            assertThat(agent.update(batch.batch(), i).applied()).isTrue();
        }

        assertThat(greedyAction(policy)).isCloseTo(0.3f, within(0.1f));
    }

    private static float greedyAction(GaussianPolicy policy) {
        try (NDManager scope = policy.newScope()) {
            StageVectors state = StageVectors.of(scope.create(new float[][] {{1}}), 1);
            return policy.forward(state).mean().tanh().getFloat();
        }
    }

    @Test
    void refusesABatchOfAnotherEnvironment() {
        Segment segment = TestingTransitions.last(new float[] {1, 2}, new float[2], 1);
        TrainingBatch batch = new TestingTransitions(1).add(false, segment).batch();

        assertThatThrownBy(() -> agent.update(batch, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("observations.vector")
                .hasMessageContaining("[T, B, 5]");
    }

    private static SacSettings settings(int updatesPerBatch) {
        return TestingSac.settings(updatesPerBatch, -2);
    }
}
