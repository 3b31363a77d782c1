package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Segment;
import org.retain.operators.learner.ActorTerm.TeacherSteps;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.EwcPenalty;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.StageVectors;

/** Tests for {@link GaussianDistillationTerm} and {@link GaussianEwcTerm} in {@link SacAgent}. */
class SacRetentionTest {

    private static final float[] STATE = {1, 0.5f};
    private static final float[][] TEACHER_MEAN = {{0.8f}};
    private static final float[][] TEACHER_LOG_DEVIATION = {{-1.5f}};

    private final GaussianPolicy policy = TestingSac.policy(2, 1, 1);
    private SacAgent agent;

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void cloningPullsToTheTeacherOnDemonstrations() {
        agent = agent(distillation(TeacherSteps.DEMONSTRATIONS, 100));
        TrainingBatch batch =
                new TestingTransitions(1)
                        .add(false, rollout())
                        .add(false, TestingTransitions.demonstration(taught()))
                        .batch();

        double first = retentionLoss(agent.update(batch, 0));
        for (int i = 1; i < 400; i++) {
            agent.update(batch, i);
        }

        assertThat(retentionLoss(agent.update(batch, 400))).isLessThan(first / 100);
        try (NDManager scope = policy.newScope()) {
            GaussianOutput output =
                    policy.forward(StageVectors.of(scope.create(new float[][] {STATE}), 1));
            assertThat(output.mean().getFloat(0, 0)).isCloseTo(0.8f, within(0.05f));
            assertThat(output.logDeviation().getFloat(0, 0)).isCloseTo(-1.5f, within(0.1f));
        }
    }

    @Test
    void cloningKeepsDemonstrationsFromTheCriticsAndEpisodicMemoryDoesNot() {
        TrainingBatch batch =
                new TestingTransitions(1)
                        .add(false, rollout())
                        .add(false, TestingTransitions.demonstration(taught()))
                        .batch();
        agent = agent(distillation(TeacherSteps.DEMONSTRATIONS, 1));
        assertThat(agent.update(batch, 0).figures()).containsEntry("transitions", 1.0);
        agent.close();

        agent = TestingSac.agent(TestingSac.policy(2, 1, 1), TestingSac.settings(1, -2), null);
        assertThat(agent.update(batch, 0).figures())
                .containsEntry("transitions", 2.0)
                .doesNotContainKey("retention_loss");
    }

    @Test
    void kickstartingReadsTheTeachersAnswersOnRollouts() {
        agent = agent(distillation(TeacherSteps.ROLLOUTS, 2));
        TrainingBatch onRollout = new TestingTransitions(1).add(false, taught()).batch();
        TrainingBatch untaught = new TestingTransitions(1).add(false, rollout()).batch();

        Update update = agent.update(onRollout, 0);

        assertThat(retentionLoss(update)).isPositive();
        assertThat(update.figures()).containsEntry("retention_coefficient", 2.0);
        assertThat(retentionLoss(agent.update(untaught, 1))).isZero();
    }

    @Test
    void averagesTheDivergenceOverTaughtStepsAlone() {
        agent = agent(distillation(TeacherSteps.ROLLOUTS, 1));
        double alone =
                retentionLoss(
                        agent.update(new TestingTransitions(1).add(false, taught()).batch(), 0));
        agent.close();
        agent =
                TestingSac.agent(
                        TestingSac.policy(2, 1, 1),
                        TestingSac.settings(1, -2),
                        distillation(TeacherSteps.ROLLOUTS, 1));
        TrainingBatch mixed =
                new TestingTransitions(2)
                        .add(false, rollout())
                        .add(false, taught())
                        .add(true, taught())
                        .batch();

        assertThat(retentionLoss(agent.update(mixed, 0))).isCloseTo(alone, within(1e-6));
    }

    @Test
    void consolidationPullsBackToTheOldWeights() {
        List<NDArray> anchor = new ArrayList<>();
        List<NDArray> fisher = new ArrayList<>();
        for (NDArray parameter : policy.sharedParameters().values()) {
            anchor.add(parameter.add(0.2f));
            fisher.add(parameter.onesLike());
        }
        agent =
                agent(
                        new GaussianEwcTerm(
                                new EwcPenalty(1, anchor, fisher),
                                List.copyOf(policy.sharedParameters().values()),
                                new CoefficientSchedule(100, 0.5, 50)));
        TrainingBatch batch = new TestingTransitions(1).add(false, rollout()).batch();
        Map<String, float[]> critics = TestingSac.values(agent);

        Update first = agent.update(batch, 0);
        Update second = agent.update(batch, 1);
        for (int i = 2; i < 150; i++) {
            agent.update(batch, i);
        }

        long count = policy.shape().parameterCount();
        assertThat(retentionLoss(first)).isCloseTo(0.04 * count, within(1e-2));
        assertThat(first.figures()).containsEntry("retention_coefficient", 100.0);
        assertThat(second.figures()).containsEntry("retention_coefficient", 50.0);
        assertThat(retentionLoss(agent.update(batch, 150))).isLessThan(retentionLoss(first) / 100);
        assertThat(TestingSac.values(agent).get("critic.1.encoder.layer.1.weight"))
                .as("the critics are not pulled")
                .isNotEqualTo(critics.get("critic.1.encoder.layer.1.weight"));
    }

    private SacAgent agent(ActorTerm retention) {
        return TestingSac.agent(policy, TestingSac.settings(1, -2), retention);
    }

    private static ActorTerm distillation(TeacherSteps steps, double coefficient) {
        return new GaussianDistillationTerm(steps, CoefficientSchedule.constant(coefficient));
    }

    private static double retentionLoss(Update update) {
        assertThat(update.applied()).isTrue();
        return update.figures().get(DistillationTerm.RETENTION_LOSS);
    }

    private static Segment rollout() {
        return TestingTransitions.last(new float[] {-1, 0.5f}, new float[] {0.1f}, 1);
    }

    private static Segment taught() {
        return TestingTransitions.taught(
                TestingTransitions.last(STATE, new float[] {0.1f}, 1),
                TEACHER_MEAN,
                TEACHER_LOG_DEVIATION);
    }
}
