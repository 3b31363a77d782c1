package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.TreeMap;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.segment.Segment;
import org.retain.operators.learner.loss.CategoricalDistribution;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;

/**
 * Plays held-out episodes through a policy and scores its answers to the recorded actions, all in
 * all and by dungeon level. Nothing is learnt, running statistics included; the recurrent state is
 * carried through each episode.
 */
final class HeldOutEvaluation {

    private static final String LEVEL = "dungeon-level";

    private final RecordedPlay play;

    HeldOutEvaluation(String input, EpisodeOrder order, int steps) {
        play = new RecordedPlay(input, order, steps);
    }

    /**
     * Scores a policy.
     *
     * @param maxFrames stops after about so many steps
     */
    HeldOutScore evaluate(PolicyNetwork network, long maxFrames) throws IOException {
        TreeMap<String, HeldOutScore.Sum> levels = new TreeMap<>();
        play.play(
                network, maxFrames, (scope, batch, output) -> score(scope, batch, output, levels));
        return new HeldOutScore(levels);
    }

    private static void score(
            NDManager scope,
            LearnerBatch batch,
            PolicyOutput output,
            TreeMap<String, HeldOutScore.Sum> levels) {
        NDArray actions = batch.actions(scope);
        CategoricalDistribution answers = CategoricalDistribution.ofLogits(output.logits());
        float[] losses = answers.crossEntropy(actions).toFloatArray();
        boolean[] hits = answers.logProbabilities().argMax(2).eq(actions).toBooleanArray();
        boolean[] counted = batch.mask(true);
        for (int i = 0; i < losses.length; i++) {
            if (counted[i]) {
                Segment segment = batch.segment(i % batch.rows());
                levels.computeIfAbsent(
                                segment.getStrata().getOrDefault(LEVEL, "all"),
                                level -> new HeldOutScore.Sum())
                        .add(losses[i], hits[i]);
            }
        }
    }
}
