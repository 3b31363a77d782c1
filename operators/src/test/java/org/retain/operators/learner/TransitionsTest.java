package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Segment;

/** Tests for {@link Transitions}. */
class TransitionsTest {

    private static final RewardScaling SCALING = new RewardScaling(2, 10);

    @Test
    void takesEveryValidStepOfDrawnRows() {
        TrainingBatch batch =
                new TestingTransitions(3)
                        .add(true, segment(3))
                        .add(false, segment(3))
                        .add(false, segment(2))
                        .batch();

        Transitions transitions = transitions(batch, true);

        // Entries t * 3 + row.
        assertThat(transitions.from()).containsExactly(1, 4, 7, 2, 5);
        assertThat(transitions.to()).containsExactly(4, 7, 10, 5, 8);
        assertThat(transitions.rewards()).containsExactly(2, 4, 6, 2, 4);
        assertThat(transitions.done()).containsOnly(0);
    }

    @Test
    void leavesOutALastStepThatNothingIsKnownAfter() {
        Segment unknown = segment(2);
        unknown.setBootstrapValid(false);
        Segment ended = segment(2);
        ended.setBootstrapValid(false);
        ended.setTerminated(true);

        Transitions transitions =
                transitions(
                        new TestingTransitions(2).add(false, unknown).add(false, ended).batch(),
                        true);

        assertThat(transitions.from()).containsExactly(0, 1, 3);
        assertThat(transitions.done()).containsExactly(0, 0, 1);
        assertThat(transitions.to()).containsExactly(2, 3, 3);
    }

    @Test
    void leavesOutRowsWithoutRewardsAndDemonstrationsOnRequest() {
        Segment bare = segment(1);
        bare.setRewards(null);
        Segment demonstration = TestingTransitions.demonstration(segment(1));
        TrainingBatch batch =
                new TestingTransitions(1).add(false, bare).add(false, demonstration).batch();

        assertThat(transitions(batch, true).from()).containsExactly(1);
        assertThat(transitions(batch, false).count()).isZero();
        assertThat(transitions(new TestingTransitions(1).add(false, bare).batch(), true).count())
                .isZero();
    }

    @Test
    void dealsTransitionsOutToParts() {
        Transitions all =
                transitions(new TestingTransitions(5).add(false, segment(5)).batch(), true);

        assertThat(all.part(0, 2).from()).containsExactly(0, 2, 4);
        assertThat(all.part(1, 2).from()).containsExactly(1, 3);
        assertThat(all.part(1, 2).rewards()).containsExactly(4, 8);
        assertThat(all.part(0, 1)).usingRecursiveComparison().isEqualTo(all);
        assertThat(Transitions.every(new long[1], 2, 3)).isEmpty();
    }

    private static Transitions transitions(TrainingBatch batch, boolean demonstrations) {
        return Transitions.of(new LearnerBatch(batch), SCALING, demonstrations);
    }

    /** Steps with rewards 1, 2, and so on. */
    private static Segment segment(int steps) {
        float[][] observations = new float[steps + 1][2];
        float[][] actions = new float[steps][1];
        float[] rewards = new float[steps];
        for (int t = 0; t < steps; t++) {
            rewards[t] = t + 1;
        }
        return TestingTransitions.segment(observations, actions, rewards);
    }
}
