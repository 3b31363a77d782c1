package org.retain.operators.learner;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.episode.Lanes;
import org.retain.datasets.episode.ParquetEpisodes;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;

/**
 * Plays recorded episodes, or pieces of them, side by side through a policy, whose recurrent state
 * is carried through each. Nothing is learnt, running statistics included.
 *
 * <pre>{@code
 * new RecordedPlay("segments", order, 32).play(network, frames, (scope, batch, output) -> ...);
 * }</pre>
 *
 * <p>The same order over the same shards gives the same batches for every policy. A piece begins
 * from the state in which its predecessor ended when that has been played before, else from zero.
 */
public final class RecordedPlay {

    private static final int LANES = 64;

    private final String input;
    private final EpisodeOrder order;
    private final UnaryOperator<int[]> choice;
    private final BatchAssembly assembly;

    /**
     * A play of all episodes of an order.
     *
     * @param input directory of shards
     * @param steps of the longest segment
     */
    public RecordedPlay(String input, EpisodeOrder order, int steps) {
        this(input, order, steps, counts -> indices(counts.length));
    }

    /**
     * A play of some episodes.
     *
     * @param input directory of shards
     * @param steps of the longest segment
     * @param choice from the numbers of segments of the order's episodes or pieces, which of them
     *     are played, by index, at least one
     */
    public RecordedPlay(String input, EpisodeOrder order, int steps, UnaryOperator<int[]> choice) {
        this.input = input;
        this.order = order;
        this.choice = choice;
        assembly = new BatchAssembly(new BatchShape(LANES, steps, 0, DemonstrationState.ZERO));
    }

    /** Hears the policy's answers. */
    @FunctionalInterface
    public interface Listener {

        /**
         * One batch was played.
         *
         * @param scope of the output's arrays; it is closed afterwards
         * @param batch T steps of B rows
         * @param output the policy's answer to it
         */
        void played(NDManager scope, LearnerBatch batch, PolicyOutput output);
    }

    /**
     * Plays.
     *
     * @param maxFrames stops after about so many steps
     * @throws IOException when there are no such episodes, or they cannot be read
     * @throws IllegalArgumentException when a segment is damaged, or of another kind of environment
     *     than the policy's
     */
    public void play(PolicyNetwork network, long maxFrames, Listener listener) throws IOException {
        int width = network.shape().core();
        CarriedStates states = width > 0 ? new CarriedStates(width) : null;
        boolean training = network.usesBatchStatistics();
        network.useBatchStatistics(false);
        try (ParquetEpisodes episodes = ParquetEpisodes.open(input, order);
                Autograd off = Autograd.off()) {
            int[] counts = episodes.segmentCounts();
            int[] chosen = choice.apply(counts);
            Lanes lanes = new Lanes(LANES, Arrays.stream(chosen).map(i -> counts[i]).toArray());
            Lanes.Turn next = lanes.next();
            long frames = 0;
            while (next != null && frames < maxFrames) {
                List<BatchRow> rows = new ArrayList<>();
                int lane = -1;
                while (next != null && next.lane() > lane) {
                    lane = next.lane();
                    rows.add(
                            new BatchRow(
                                    episodes.read(chosen[next.episode()], next.segment()), true));
                    next = lanes.hasNext() ? lanes.next() : null;
                }
                LearnerBatch batch = new LearnerBatch(assemble(rows));
                frames += batch.frames();
                play(network, batch, states, listener);
            }
        } finally {
            network.useBatchStatistics(training);
        }
    }

    private TrainingBatch assemble(List<BatchRow> rows) {
        TrainingBatch batch = assembly.assemble(rows);
        if (!batch.refused().isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: %s; preprocess the recordings again"
                            .formatted(input, batch.refused().get(0)));
        }
        return batch;
    }

    private static void play(
            PolicyNetwork network, LearnerBatch batch, CarriedStates states, Listener listener) {
        batch.requireActionsBelow(network.shape().actions());
        try (NDManager scope = network.newScope()) {
            PolicyOutput output =
                    network.forward(
                            scope,
                            batch.input(batch.lengths()),
                            states == null ? null : states.before(scope, batch));
            listener.played(scope, batch, output);
            if (states != null) {
                states.after(batch, output.state().h(), output.state().c());
            }
        }
    }

    private static int[] indices(int count) {
        int[] indices = new int[count];
        Arrays.setAll(indices, i -> i);
        return indices;
    }
}
