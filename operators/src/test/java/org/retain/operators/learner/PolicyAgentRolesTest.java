package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.policy.PolicyShape;

/** Tests for {@link PolicyAgent}: each loss counts its own rows and steps, and no others. */
class PolicyAgentRolesTest {

    /** Losses by the role of the rows that they count. */
    private enum Loss {
        CLONING(true, CloningTerm::new),
        CLONING_TEACHER(true, TestingAgents::cloningTeacher),
        CLONING_ACTIONS(
                true,
                () -> DistillationTerm.onDemonstrations(true, CoefficientSchedule.constant(1))),
        KICKSTARTING(false, TestingAgents::kickstarting),
        PPO(false, TestingAgents::ppo),
        VTRACE(false, () -> TestingAgents.ppo(new Configuration().set(PpoOptions.VTRACE, true))),
        REINFORCE(false, () -> reinforce(ReinforceBaseline.VALUE)),
        REINFORCE_MEAN(false, () -> reinforce(ReinforceBaseline.MEAN));

        private final boolean demonstrations;
        private final Supplier<LossTerm> term;

        Loss(boolean demonstrations, Supplier<LossTerm> term) {
            this.demonstrations = demonstrations;
            this.term = term;
        }

        private static LossTerm reinforce(ReinforceBaseline baseline) {
            return new ReinforceTerm(0.9, baseline, PpoSettings.of(new Configuration()));
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void takesNothingFromRowsOfTheOtherRole(Loss loss) {
        Segment demonstration = row(true, 1, 4);
        Segment rollout = row(false, 2, 4);
        Map<String, List<Integer>> expected =
                after(loss, TestingAgents.RECURRENT, 0, demonstration, rollout);

        Segment otherDemonstration = loss.demonstrations ? demonstration : row(true, 3, 3);
        Segment otherRollout = loss.demonstrations ? row(false, 4, 3) : rollout;
        assertThat(after(loss, TestingAgents.RECURRENT, 0, otherDemonstration, otherRollout))
                .isEqualTo(expected);

        Segment changedDemonstration = loss.demonstrations ? row(true, 3, 4) : demonstration;
        Segment changedRollout = loss.demonstrations ? rollout : row(false, 4, 4);
        assertThat(after(loss, TestingAgents.RECURRENT, 0, changedDemonstration, changedRollout))
                .isNotEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void givesABatchWithoutRowsOfItsRoleNoGradient(Loss loss) {
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.RECURRENT, loss.term.get())) {
            // A rollout of a policy that is too old brings the tensors that the loss looks for.
            Segment old = TestingRows.playedAfter(row(false, 1, 4), 0);
            Update update =
                    loss.demonstrations
                            ? agent.update(TestingRows.batch(old), 5000)
                            : agent.update(TestingRows.batch(row(true, 2, 4), old), 5000);

            assertThat(update.applied()).isTrue();
            assertThat(update.figures().get(PolicyAgent.GRADIENT_NORM)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void countsNoStepOfPadding(Loss loss) {
        // The same steps, once filling a batch of their length and once with padding behind.
        for (PolicyShape shape : List.of(TestingAgents.PLAIN, TestingAgents.RECURRENT)) {
            Segment first = row(loss.demonstrations, 1, 2);
            Segment second = row(loss.demonstrations, 2, 2);
            Segment longer = row(!loss.demonstrations, 3, 4);
            BiConsumer<Update, Update> same =
                    (padded, whole) ->
                            whole.figures()
                                    .forEach(
                                            (name, value) ->
                                                    assertThat(padded.figures().get(name))
                                                            .as(name)
                                                            .isCloseTo(value, within(1e-5)));
            try (PolicyAgent one = TestingAgents.agent(shape, loss.term.get());
                    PolicyAgent other = TestingAgents.agent(shape, loss.term.get())) {
                same.accept(
                        one.update(TestingRows.batch(first, second, longer), 0),
                        other.update(batchOfTwoSteps(first, second), 0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void countsNoStepOfTheBurnIn(Loss loss) {
        Segment row = row(loss.demonstrations, 1, 4);
        Segment other = row(!loss.demonstrations, 2, 4);
        Map<String, List<Integer>> expected = after(loss, TestingAgents.PLAIN, 2, row, other);
        for (int index : new int[] {0, TestingRows.OBSERVATION, 2 * TestingRows.OBSERVATION}) {
            Segment changed = TestingRows.observing(row(loss.demonstrations, 1, 4), index, 9);
            Map<String, List<Integer>> found = after(loss, TestingAgents.PLAIN, 2, changed, other);

            if (index < 2 * TestingRows.OBSERVATION) {
                assertThat(found).as("index %d", index).isEqualTo(expected);
            } else {
                assertThat(found).as("index %d", index).isNotEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Loss.class,
            names = {"KICKSTARTING", "PPO", "VTRACE", "REINFORCE", "REINFORCE_MEAN"})
    void countsNoRolloutThatWasDrawn(Loss loss) {
        List<Map<String, List<Integer>>> found = new ArrayList<>();
        for (long seed : new long[] {2, 5}) {
            TrainingBatch batch =
                    TestingRows.batch(List.of(row(false, 1, 4)), List.of(row(false, seed, 4)));
            found.add(
                    TestingAgents.after(
                            TestingAgents.agent(TestingAgents.RECURRENT, loss.term.get()), batch));
        }

        assertThat(found.get(1)).isEqualTo(found.get(0));
    }

    @Test
    void leavesOutRowsThatTheTeacherHasNotSeen() {
        Segment answered = row(false, 1, 4);
        Segment unanswered = TestingRows.rollout(2, 4);
        try (PolicyAgent one =
                        TestingAgents.agent(TestingAgents.PLAIN, TestingAgents.kickstarting());
                PolicyAgent other =
                        TestingAgents.agent(TestingAgents.PLAIN, TestingAgents.kickstarting())) {
            double alone = loss(one.update(TestingRows.batch(answered), 0));
            double both = loss(other.update(TestingRows.batch(answered, unanswered), 0));

            assertThat(both).isCloseTo(alone, within(1e-6));
        }
    }

    @Test
    void masksAndCountsStepsOfTooOldAPolicy() {
        PpoTerm strict = TestingAgents.ppo(new Configuration().set(PpoOptions.MAX_POLICY_LAG, 10));
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.PLAIN, strict)) {
            Segment young = TestingRows.playedAfter(TestingRows.rollout(1, 4), 90);
            Segment old = TestingRows.playedAfter(TestingRows.rollout(2, 3), 89);

            Update update = agent.update(TestingRows.batch(young, old), 100);
            assertThat(update.figures().get("stale_steps")).isEqualTo(3);
        }
        Map<String, List<Integer>> expected = strict(TestingRows.rollout(2, 3));
        assertThat(strict(TestingRows.rollout(3, 3))).isEqualTo(expected);
    }

    @Test
    void leavesOutStepsWhoseVersionIsNone() {
        Segment good = TestingRows.rollout(1, 4);
        Segment broken = TestingRows.rollout(2, 3);
        broken.getBehaviour()
                .setWeightsVersion(
                        TensorPacking.packLongs(
                                "weights_version",
                                List.of(3),
                                new long[] {0, -1, Long.MIN_VALUE},
                                TensorCodec.RAW));
        try (PolicyAgent agent =
                TestingAgents.agent(
                        TestingAgents.PLAIN, TestingAgents.ppo(), TestingAgents.kickstarting())) {
            Update update = agent.update(TestingRows.batch(good, broken), 0);

            assertThat(update.applied()).isTrue();
            assertThat(update.figures().get("stale_steps")).isEqualTo(2);
        }
    }

    private static Map<String, List<Integer>> strict(Segment old) {
        PpoTerm strict = TestingAgents.ppo(new Configuration().set(PpoOptions.MAX_POLICY_LAG, 10));
        Segment young = TestingRows.playedAfter(TestingRows.rollout(1, 4), 90);
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.PLAIN, strict)) {
            agent.update(TestingRows.batch(young, TestingRows.playedAfter(old, 89)), 100);
            return TestingAgents.bits(agent);
        }
    }

    private static double loss(Update update) {
        return update.figures().get(DistillationTerm.RETENTION_LOSS);
    }

    private static Map<String, List<Integer>> after(
            Loss loss, PolicyShape shape, int burnIn, Segment... rows) {
        return TestingAgents.after(
                TestingAgents.agent(shape, loss.term.get()),
                TestingRows.batch(burnIn, List.of(rows)));
    }

    private static TrainingBatch batchOfTwoSteps(Segment... rows) {
        return new BatchAssembly(new BatchShape(rows.length, 2, 0, DemonstrationState.ZERO))
                .assemble(List.of(rows).stream().map(row -> new BatchRow(row, true)).toList());
    }

    /** A row with targets. */
    private static Segment row(boolean demonstration, long seed, int steps) {
        return TestingRows.answered(
                demonstration
                        ? TestingRows.demonstration(seed, steps)
                        : TestingRows.rollout(seed, steps),
                seed + 100);
    }
}
