package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;

/** Tests for {@link PolicyAgent}: what it learns, and which parameters move. */
class PolicyAgentTest {

    @Test
    void learnsTheAnswerThatDemonstrationsAlwaysGive() {
        TrainingBatch batch =
                TestingRows.batch(
                        TestingRows.always(TestingRows.demonstration(1, 4), 2),
                        TestingRows.always(TestingRows.demonstration(2, 3), 2));
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.RECURRENT, new CloningTerm())) {
            double first = agent.update(batch, 0).figures().get(CloningTerm.CROSS_ENTROPY);
            Update last = null;
            for (int i = 1; i < 150; i++) {
                last = agent.update(batch, i);
            }
            assertThat(first).isGreaterThan(0.5);
            assertThat(last.figures().get(CloningTerm.CROSS_ENTROPY)).isLessThan(0.05);
            assertThat(last.figures().get(CloningTerm.ACCURACY)).isEqualTo(1);
        }
    }

    @Test
    void pullsAStudentThatEqualsItsTeacherNowhere() {
        Segment rollout = TestingRows.rollout(1, 4);
        TrainingBatch batch = TestingRows.batch(withOwnLogits(rollout));
        try (PolicyAgent agent =
                TestingAgents.agent(TestingAgents.PLAIN, TestingAgents.kickstarting())) {
            Update update = agent.update(batch, 0);

            assertThat(update.applied()).isTrue();
            assertThat(update.figures().get(DistillationTerm.RETENTION_LOSS))
                    .isCloseTo(0, within(1e-6));
            assertThat(update.figures().get(PolicyAgent.GRADIENT_NORM)).isLessThan(1e-6);
        }
    }

    @Test
    void pullsAPerturbedStudentBackToItsTeacher() {
        Segment rollout = TestingRows.rollout(1, 4);
        TrainingBatch batch = TestingRows.batch(withOwnLogits(rollout));
        try (PolicyAgent agent =
                TestingAgents.agent(TestingAgents.PLAIN, TestingAgents.kickstarting())) {
            try (Autograd off = Autograd.off()) {
                agent.network().parameters().get("policy.bias").set(new float[] {2, -1, 0.5f});
            }
            double perturbed =
                    agent.update(batch, 0).figures().get(DistillationTerm.RETENTION_LOSS);
            double last = perturbed;
            for (int i = 1; i < 300; i++) {
                last = agent.update(batch, i).figures().get(DistillationTerm.RETENTION_LOSS);
            }
            assertThat(perturbed).isGreaterThan(0.1);
            assertThat(last).isLessThan(1e-3);
        }
    }

    @Test
    void measuresTheDivergenceFromTeacherToStudentAndNotBack() {
        Segment rollout =
                TestingRows.answered(
                        TestingRows.rollout(1, 1),
                        new float[] {
                            (float) Math.log(0.7), (float) Math.log(0.2), (float) Math.log(0.1)
                        });
        try (PolicyAgent agent =
                TestingAgents.agent(TestingAgents.PLAIN, TestingAgents.kickstarting())) {
            // With zero weights the student is uniform: KL = Σ p log 3p.
            try (Autograd off = Autograd.off()) {
                agent.network().parameters().get("policy.weight").set(new float[15]);
            }
            double expected = 0.7 * Math.log(2.1) + 0.2 * Math.log(0.6) + 0.1 * Math.log(0.3);
            assertThat(agent.update(TestingRows.batch(rollout), 0).figures())
                    .hasEntrySatisfying(
                            DistillationTerm.RETENTION_LOSS,
                            loss -> assertThat(loss).isCloseTo(expected, within(1e-6)));
        }
    }

    @Test
    void keepsFrozenParametersToTheBit() {
        TrainingBatch batch =
                TestingRows.batch(TestingRows.rollout(1, 4), TestingRows.rollout(2, 4));
        OptimiserSettings settings = TestingAgents.settings(List.of("encoder", "core"), 0);
        assertThat(moved(settings, batch, 3))
                .containsExactlyInAnyOrder(
                        "policy.weight", "policy.bias", "value.weight", "value.bias");
    }

    @Test
    void movesTheCriticAloneInItsFirstUpdates() {
        TrainingBatch batch =
                TestingRows.batch(TestingRows.rollout(1, 4), TestingRows.rollout(2, 4));
        OptimiserSettings settings = TestingAgents.settings(List.of(), 3);
        assertThat(moved(settings, batch, 3))
                .containsExactlyInAnyOrder("value.weight", "value.bias");
        assertThat(moved(settings, batch, 4))
                .containsExactlyInAnyOrderElementsOf(
                        PolicyWeights.random(TestingAgents.RECURRENT, 1)
                                .shape()
                                .parameters()
                                .stream()
                                .map(spec -> spec.name())
                                .toList());
    }

    @Test
    void refusesToFreezeEverything() {
        assertThatThrownBy(
                        () ->
                                TestingAgents.agent(
                                        TestingAgents.PLAIN,
                                        TestingAgents.settings(
                                                List.of("encoder", "policy", "value"), 0),
                                        new CloningTerm()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option learner.freeze is [encoder, policy, value]");
    }

    @Test
    void clipsTheGradientByItsNormOverAllParameters() {
        TrainingBatch batch = TestingRows.batch(TestingRows.demonstration(1, 4));
        OptimiserSettings free = TestingAgents.settings(List.of(), 0);
        OptimiserSettings tight =
                new OptimiserSettings(free.adam(), free.learningRate(), 0.01, List.of(), 0);
        try (PolicyAgent agent =
                        TestingAgents.agent(TestingAgents.PLAIN, tight, new CloningTerm());
                PolicyAgent other =
                        TestingAgents.agent(TestingAgents.PLAIN, free, new CloningTerm())) {
            double norm = agent.update(batch, 0).figures().get(PolicyAgent.GRADIENT_NORM);
            other.update(batch, 0);
            assertThat(norm).isBetween(0.02, 4.0);

            // After one step a first moment is a tenth of the scaled gradient.
            for (String name : List.of("policy.bias.mean", "encoder.layer.0.weight.mean")) {
                float[] clipped = agent.arrays().get(name).toFloatArray();
                float[] whole = other.arrays().get(name).toFloatArray();
                for (int i = 0; i < clipped.length; i++) {
                    assertThat((double) clipped[i]).isCloseTo(whole[i] * 0.01 / norm, within(1e-7));
                }
            }
        }
    }

    @Test
    void saysWhatToDoAboutRolloutsOfAPolicyOfAnotherWidth() {
        Segment rollout = TestingRows.rollout(1, 4);
        rollout.getBehaviour().setRecurrentState(state(6));

        assertThatThrownBy(() -> updateRecurrent(rollout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a state of shape (1, 6), the student's is [1, 4]")
                .hasMessageContaining("set finetune.rollouts-start to latest");
    }

    @Test
    void saysWhatToDoAboutATeacherOfAnotherWidth() {
        Segment demonstration = TestingRows.answered(TestingRows.demonstration(1, 4), 1);
        demonstration.getTargets().setRecurrentState(state(6));

        assertThatThrownBy(() -> updateRecurrent(demonstration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set batch.demonstration-state to zero");
    }

    private static void updateRecurrent(Segment segment) {
        TrainingBatch batch =
                new BatchAssembly(
                                new BatchShape(1, TestingRows.STEPS, 0, DemonstrationState.TEACHER))
                        .assemble(List.of(new BatchRow(segment, true)));
        assertThat(batch.rows()).hasSize(1);
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.RECURRENT, new CloningTerm())) {
            agent.update(batch, 0);
        }
    }

    private static List<Tensor> state(int width) {
        return List.of(
                TestingRows.floats("h", new float[width], width),
                TestingRows.floats("c", new float[width], width));
    }

    @Test
    void leavesNoArrayBehind() {
        TrainingBatch batch =
                TestingRows.batch(
                        withOwnLogits(TestingRows.rollout(1, 4)), TestingRows.rollout(2, 3));
        try (PolicyAgent agent =
                TestingAgents.agent(
                        TestingAgents.RECURRENT,
                        TestingAgents.ppo(),
                        TestingAgents.kickstarting())) {
            agent.update(batch, 0);
            NDManager manager = agent.network().parameters().get("policy.bias").getManager();
            int before = manager.getManagedArrays().size();
            for (int i = 1; i < 4; i++) {
                agent.update(batch, i);
                TestingAgents.bits(agent);
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    /** The parameters that so many updates have changed. */
    private static Set<String> moved(OptimiserSettings settings, TrainingBatch batch, int updates) {
        try (PolicyAgent agent =
                TestingAgents.agent(TestingAgents.RECURRENT, settings, TestingAgents.ppo())) {
            Map<String, List<Integer>> before = TestingAgents.bits(agent.network().parameters());
            for (int i = 0; i < updates; i++) {
                assertThat(agent.update(batch, i).applied()).isTrue();
            }
            Set<String> moved = new HashSet<>();
            TestingAgents.bits(agent.network().parameters())
                    .forEach(
                            (name, bits) -> {
                                if (!bits.equals(before.get(name))) {
                                    moved.add(name);
                                }
                            });
            return moved;
        }
    }

    /** Targets that a plain agent before any update answers itself. */
    private static Segment withOwnLogits(Segment segment) {
        LearnerBatch batch = new LearnerBatch(TestingRows.batch(segment));
        try (PolicyNetwork network =
                        PolicyNetwork.create(
                                PolicyWeights.random(TestingAgents.PLAIN, TestingAgents.SEED));
                NDManager scope = network.newScope()) {
            PolicyOutput output = network.forward(scope, batch.input(batch.lengths()), null);
            NDArray logits = output.logits().get(":" + segment.getLength());
            return TestingRows.answered(segment, logits.toFloatArray());
        }
    }
}
