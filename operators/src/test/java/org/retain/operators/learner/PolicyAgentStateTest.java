package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.learner.loss.RunningMoments;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetShape;
import org.retain.operators.policy.SmallNetShape;

/** Tests for {@link PolicyAgent}: a restored one goes on to the same bits. */
class PolicyAgentStateTest {

    private static final int STEPS = 3;
    private static final PolicyShape SCALED = new ScaledNetShape(2, 3, 4, 5, 4, 121);
    private static final PolicyShape SMALL = new SmallNetShape(4, 5, 6, 4, 121);

    @Test
    void goesOnFromACheckpointWithPpoAndKickstarting() throws Exception {
        List<TrainingBatch> batches = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            batches.add(
                    TestingRows.batch(
                            TestingRows.answered(TestingRows.rollout(2 * i, 4), i),
                            TestingRows.answered(TestingRows.rollout(2 * i + 1, 3), i)));
        }
        assertGoesOn(
                () ->
                        TestingAgents.agent(
                                TestingAgents.RECURRENT,
                                TestingAgents.settings(List.of(), 2),
                                TestingAgents.ppo(),
                                TestingAgents.kickstarting()),
                batches);
    }

    @Test
    void goesOnFromACheckpointWithCarriedStates() throws Exception {
        assertGoesOn(() -> cloning(SMALL, false), games(5));
    }

    @Test
    void goesOnFromACheckpointWithBatchStatistics() throws Exception {
        assertGoesOn(() -> cloning(SCALED, true), games(5));
    }

    private static void assertGoesOn(Supplier<PolicyAgent> agents, List<TrainingBatch> batches)
            throws Exception {
        byte[] checkpoint = null;
        byte[] expected;
        byte[] unrestored;
        try (PolicyAgent undisturbed = agents.get()) {
            for (int i = 0; i < 5; i++) {
                assertThat(undisturbed.update(batches.get(i), i).applied()).isTrue();
                checkpoint = i == 2 ? TestingAgents.write(undisturbed) : checkpoint;
            }
            expected = TestingAgents.write(undisturbed);
        }
        try (PolicyAgent restored = agents.get()) {
            TestingAgents.read(restored, checkpoint);
            assertThat(TestingAgents.write(restored)).isEqualTo(checkpoint);
            for (int i = 3; i < 5; i++) {
                restored.update(batches.get(i), i);
            }
            assertThat(TestingAgents.write(restored)).isEqualTo(expected);
        }
        try (PolicyAgent fresh = agents.get()) {
            for (int i = 3; i < 5; i++) {
                fresh.update(batches.get(i), i);
            }
            unrestored = TestingAgents.write(fresh);
        }
        assertThat(unrestored).isNotEqualTo(expected);
    }

    @Test
    void carriesStatesFromOneBatchToTheNext() {
        List<TrainingBatch> games = games(2);
        try (PolicyAgent carrying = cloning(SMALL, false);
                PolicyAgent forgetful =
                        TestingAgents.agent(
                                SMALL, TestingAgents.settings(List.of(), 0), new CloningTerm())) {
            double first = loss(carrying, games.get(0), 0);
            double second = loss(carrying, games.get(1), 1);

            assertThat(loss(forgetful, games.get(0), 0)).isEqualTo(first);
            assertThat(loss(forgetful, games.get(1), 1)).isNotEqualTo(second);
        }
    }

    private static double loss(PolicyAgent agent, TrainingBatch batch, long applied) {
        return agent.update(batch, applied).figures().get(PolicyAgent.LOSS);
    }

    @Test
    void movesTheNormaliserOnlyWithAppliedUpdates() throws Exception {
        PpoTerm ppo = TestingAgents.ppo();
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.PLAIN, ppo)) {
            assertThat(moments(ppo)).isEqualTo(RunningMoments.INITIAL);
            Segment bad = TestingRows.observing(TestingRows.rollout(2, 4), 4, Float.NaN);
            assertThat(agent.update(TestingRows.batch(bad), 0).applied()).isFalse();
            assertThat(moments(ppo)).isEqualTo(RunningMoments.INITIAL);

            Segment stale = TestingRows.playedAfter(TestingRows.rollout(3, 2), 0);
            Segment good = TestingRows.playedAfter(TestingRows.rollout(2, 4), 5000);
            assertThat(agent.update(TestingRows.batch(good, stale), 5000).applied()).isTrue();
            assertThat(moments(ppo).count()).isEqualTo(1 + 4);
        }
    }

    private static RunningMoments moments(PpoTerm ppo) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ppo.write(new DataOutputStream(bytes));
        byte[] encoded = bytes.toByteArray();
        return RunningMoments.decode(Arrays.copyOfRange(encoded, 4, encoded.length));
    }

    @Test
    void keepsRunningStatisticsWhenAnUpdateIsSkipped() throws Exception {
        try (PolicyAgent agent = cloning(SCALED, true)) {
            agent.update(games(1).get(0), 0);
            try (Autograd off = Autograd.off()) {
                agent.network().parameters().get("policy.bias").set(broken());
            }
            byte[] before = TestingAgents.write(agent);

            assertThat(agent.update(games(2).get(1), 1).applied()).isFalse();

            assertThat(TestingAgents.write(agent)).isEqualTo(before);
        }
    }

    private static float[] broken() {
        float[] bias = new float[121];
        bias[7] = Float.NaN;
        return bias;
    }

    @Test
    void learnsRunningStatisticsOnlyWhereAskedTo() {
        for (boolean batchStatistics : new boolean[] {false, true}) {
            try (PolicyAgent agent = cloning(SCALED, batchStatistics)) {
                var before = TestingAgents.bits(agent.network().parameters());
                agent.update(games(1).get(0), 0);
                var after = TestingAgents.bits(agent.network().parameters());
                long moved =
                        before.keySet().stream()
                                .filter(name -> name.contains("running_"))
                                .filter(name -> !before.get(name).equals(after.get(name)))
                                .count();
                assertThat(moved > 0).isEqualTo(batchStatistics);
            }
        }
    }

    @Test
    void refusesTheCheckpointOfAnotherNetwork() throws Exception {
        byte[] state;
        try (PolicyAgent other = TestingAgents.agent(TestingAgents.PLAIN, new CloningTerm())) {
            state = TestingAgents.write(other);
        }
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.RECURRENT, new CloningTerm())) {
            assertThatThrownBy(() -> TestingAgents.read(agent, state))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("steps of 6 parameters, the optimiser has 10");
        }
    }

    private static PolicyAgent cloning(PolicyShape shape, boolean batchStatistics) {
        PolicyNetwork network =
                PolicyNetwork.create(PolicyWeights.random(shape, TestingAgents.SEED));
        network.useBatchStatistics(batchStatistics);
        return new PolicyAgent(
                network, TestingAgents.settings(List.of(), 0), List.of(new CloningTerm()), true);
    }

    /** Consecutive batches of two games; row b of the next goes on where row b of one ended. */
    private static List<TrainingBatch> games(int count) {
        BatchAssembly assembly =
                new BatchAssembly(new BatchShape(2, STEPS, 0, DemonstrationState.ZERO));
        List<TrainingBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(
                    assembly.assemble(
                            List.of(
                                    new BatchRow(
                                            TestingSegments.demonstration("a", i, STEPS, false),
                                            true),
                                    new BatchRow(
                                            TestingSegments.demonstration(
                                                    "b" + i / 2, i % 2, 2, i % 2 == 1),
                                            true))));
        }
        return batches;
    }
}
