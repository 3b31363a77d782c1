package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Segment;
import org.retain.operators.policy.GaussianPolicy;

/** Tests for the state of {@link SacAgent}: what changes it, what does not, and restoring it. */
class SacAgentStateTest {

    private SacAgent agent = TestingSac.agent(TestingSac.policy(5, 2, 2), settings(1), null);

    @AfterEach
    void close() {
        agent.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void goesOnToTheSameBitsFromARestoredState(int updatesPerBatch) throws IOException {
        agent.close();
        agent = newAgent(updatesPerBatch);
        byte[] middle = null;
        for (int i = 0; i < 5; i++) {
            if (i == 3) {
                middle = TestingSac.state(agent);
            }
            assertThat(agent.update(TestingSac.twoStageBatch(i, 8), i).applied()).isTrue();
        }

        try (SacAgent restored = newAgent(updatesPerBatch)) {
            TestingSac.restore(restored, middle);
            for (int i = 3; i < 5; i++) {
                restored.update(TestingSac.twoStageBatch(i, 8), i);
            }

            assertThat(TestingSac.state(restored))
                    .isEqualTo(TestingSac.state(agent))
                    .isNotEqualTo(middle);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void changesNothingWhenALossIsNotFinite(int updatesPerBatch) throws IOException {
        agent.close();
        agent = newAgent(updatesPerBatch);
        agent.update(TestingSac.twoStageBatch(0, 4), 0);
        byte[] before = TestingSac.state(agent);
        Segment bad =
                TestingTransitions.last(new float[] {1, 2, 3, 0, 1}, new float[2], Float.MAX_VALUE);
        Segment good = TestingTransitions.last(new float[] {1, 2, 3, 1, 0}, new float[2], 1);
        TrainingBatch batch =
                new TestingTransitions(1)
                        .add(false, good)
                        .add(false, good)
                        .add(false, good)
                        .add(false, bad)
                        .batch();

        Update update = agent.update(batch, 1);

        assertThat(update.applied()).isFalse();
        assertThat(update.reason()).contains("critic_loss", "Infinity");
        assertThat(TestingSac.state(agent)).isEqualTo(before);
        assertThat(agent.finite()).isTrue();
        assertThat(agent.update(TestingSac.twoStageBatch(2, 4), 1).applied()).isTrue();
    }

    @Test
    void changesNothingWhenTheActorsGradientIsNotFinite() throws IOException {
        agent.close();
        ActorTerm broken =
                context -> {
                    NDArray bias = context.actor().parameters().get("policy.head.0.bias");
                    NDArray copy = bias.mul(1);
                    copy.attach(context.scope());
                    // A root at zero: the value is finite, the slope is not.
                    return copy.sub(copy.stopGradient()).abs().sqrt().sum();
                };
        agent = TestingSac.agent(TestingSac.policy(5, 2, 2), settings(1), broken);
        byte[] before = TestingSac.state(agent);

        Update update = agent.update(TestingSac.twoStageBatch(0, 4), 0);

        assertThat(update.applied()).isFalse();
        assertThat(update.reason()).contains("gradients' norms are NaN (actor)");
        assertThat(TestingSac.state(agent)).isEqualTo(before);
    }

    @Test
    void hasNothingToLearnFromBatchesWithoutDraws() throws IOException {
        byte[] before = TestingSac.state(agent);
        Segment fresh = TestingTransitions.last(new float[] {1, 2, 3, 0, 1}, new float[2], 1);

        Update update = agent.update(new TestingTransitions(1).add(true, fresh).batch(), 0);
        Update empty = agent.update(new TestingTransitions(1).batch(), 0);

        assertThat(update.applied()).isFalse();
        assertThat(update.reason()).isNull();
        assertThat(empty).isEqualTo(update);
        assertThat(TestingSac.state(agent)).isEqualTo(before);
    }

    @Test
    void leavesNothingInNativeMemory() {
        agent.close();
        GaussianPolicy policy = TestingSac.policy(5, 2, 2);
        agent = TestingSac.agent(policy, settings(2), null);
        NDManager manager = policy.parameters().get("policy.head.0.bias").getManager();
        agent.update(TestingSac.twoStageBatch(0, 4), 0);
        int arrays = manager.getManagedArrays().size();

        agent.update(TestingSac.twoStageBatch(1, 4), 1);

        assertThat(manager.getManagedArrays().size()).isEqualTo(arrays);
    }

    private static SacAgent newAgent(int updatesPerBatch) {
        return TestingSac.agent(TestingSac.policy(5, 2, 2), settings(updatesPerBatch), null);
    }

    private static SacSettings settings(int updatesPerBatch) {
        return TestingSac.settings(updatesPerBatch, -2);
    }
}
