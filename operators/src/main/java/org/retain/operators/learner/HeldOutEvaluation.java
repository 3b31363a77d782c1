package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.episode.Lanes;
import org.retain.datasets.episode.ParquetEpisodes;
import org.retain.datasets.segment.Segment;
import org.retain.operators.learner.loss.CategoricalDistribution;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;

/**
 * Plays held-out episodes through a policy and scores its answers to the recorded actions, all in
 * all and by dungeon level. Nothing is learnt, running statistics included; the recurrent state is
 * carried through each episode.
 */
final class HeldOutEvaluation {

    private static final int LANES = 64;
    private static final String LEVEL = "dungeon-level";

    private final String input;
    private final EpisodeOrder order;
    private final BatchAssembly assembly;

    HeldOutEvaluation(String input, EpisodeOrder order, int steps) {
        this.input = input;
        this.order = order;
        assembly = new BatchAssembly(new BatchShape(LANES, steps, 0, DemonstrationState.ZERO));
    }

    /**
     * Scores a policy.
     *
     * @param maxFrames stops after about so many steps
     */
    HeldOutScore evaluate(PolicyNetwork network, long maxFrames) throws IOException {
        TreeMap<String, HeldOutScore.Sum> levels = new TreeMap<>();
        CarriedStates states =
                network.shape().core() > 0 ? new CarriedStates(network.shape().core()) : null;
        long frames = 0;
        boolean training = network.usesBatchStatistics();
        network.useBatchStatistics(false);
        try (ParquetEpisodes episodes = ParquetEpisodes.open(input, order);
                Autograd off = Autograd.off()) {
            Lanes lanes = new Lanes(LANES, episodes.segmentCounts());
            Lanes.Turn next = lanes.next();
            while (next != null && frames < maxFrames) {
                List<BatchRow> rows = new ArrayList<>();
                int lane = -1;
                while (next != null && next.lane() > lane) {
                    lane = next.lane();
                    Segment segment = episodes.read(next.episode(), next.segment());
                    rows.add(new BatchRow(segment, true));
                    next = lanes.hasNext() ? lanes.next() : null;
                }
                LearnerBatch batch = new LearnerBatch(assembly.assemble(rows));
                frames += batch.frames();
                score(network, batch, states, levels);
            }
        } finally {
            network.useBatchStatistics(training);
        }
        return new HeldOutScore(levels);
    }

    private static void score(
            PolicyNetwork network,
            LearnerBatch batch,
            CarriedStates states,
            TreeMap<String, HeldOutScore.Sum> levels) {
        try (NDManager scope = network.newScope()) {
            PolicyOutput output =
                    network.forward(
                            scope,
                            batch.input(batch.lengths()),
                            states == null ? null : states.before(scope, batch));
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
            if (states != null) {
                states.after(batch, output.state().h(), output.state().c());
            }
        }
    }
}
