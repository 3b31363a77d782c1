package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.retain.datasets.episode.Lanes;
import org.retain.datasets.episode.ParquetEpisodes;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;

/**
 * Plays demonstrations through a policy and writes the {@link FisherFile} of its weights. The same
 * weights, shards and settings give the same file on the same machine.
 */
final class FisherRun {

    private final FisherSettings settings;
    private final LongConsumer progress;
    private final BatchAssembly whole;
    private final BatchAssembly single;

    private FisherEstimation estimation;
    private PolicyNetwork network;
    private CarriedStates states;
    private EvenSpread spread;

    /**
     * A run.
     *
     * @param progress is told how many gradients have been squared
     */
    FisherRun(FisherSettings settings, LongConsumer progress) {
        this.settings = settings;
        this.progress = progress;
        whole = assembly(settings.lanes());
        single = assembly(1);
    }

    private BatchAssembly assembly(int rows) {
        return new BatchAssembly(
                new BatchShape(rows, settings.steps(), 0, DemonstrationState.ZERO));
    }

    /**
     * Estimates and writes.
     *
     * @param manager where the network computes; is closed
     * @throws InterruptedException when the thread is interrupted
     */
    void execute(NDManager manager) throws IOException, InterruptedException {
        try (NDManager owner = manager) {
            PolicyWeights.Loaded loaded = PolicyWeights.read(settings.weights(), Optional.empty());
            requireDiscrete(loaded.weights());
            network = PolicyNetwork.create(loaded.weights(), owner);
            int width = network.shape().core();
            states = width > 0 ? new CarriedStates(width) : null;
            try (FisherEstimation open =
                    new FisherEstimation(
                            network, settings.freeze(), settings.variant(), settings.seed())) {
                estimation = open;
                play();
                FisherFile.write(settings.output(), open.anchor(), open.fisher(), metadata(loaded));
            }
        }
    }

    private void requireDiscrete(PolicyWeights weights) {
        if (weights.shape() instanceof GaussianNetShape) {
            throw new IllegalArgumentException(
                    "%s: the policy's actions are numbers, expected a policy that chooses among actions"
                            .formatted(settings.weights()));
        }
    }

    private Map<String, String> metadata(PolicyWeights.Loaded loaded) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("variant", settings.variant().toString());
        metadata.put("samples", String.valueOf(estimation.count()));
        metadata.put("weights_sha256", loaded.sha256());
        return metadata;
    }

    private void play() throws IOException, InterruptedException {
        try (ParquetEpisodes episodes = ParquetEpisodes.open(settings.input(), settings.order())) {
            int[] counts = episodes.segmentCounts();
            long segments = Arrays.stream(counts).asLongStream().sum();
            if (settings.frames() > 0) {
                long wanted = (settings.frames() + settings.steps() - 1) / settings.steps();
                segments = Math.min(segments, wanted);
            }
            spread = new EvenSpread(segments, settings.samples());
            Lanes lanes = new Lanes(settings.lanes(), counts);
            Lanes.Turn next = lanes.next();
            long read = 0;
            while (next != null && read < segments) {
                List<BatchRow> rows = new ArrayList<>();
                int lane = -1;
                while (next != null && next.lane() > lane && read + rows.size() < segments) {
                    lane = next.lane();
                    rows.add(new BatchRow(episodes.read(next.episode(), next.segment()), true));
                    next = lanes.hasNext() ? lanes.next() : null;
                }
                take(rows, read);
                read += rows.size();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    private void take(List<BatchRow> rows, long before) {
        LearnerBatch batch = new LearnerBatch(assemble(whole, rows));
        try (NDManager scope = network.newScope()) {
            RecurrentState state = states == null ? null : states.before(scope, batch);
            boolean mean = settings.variant() == FisherVariant.BATCH_MEAN;
            PolicyOutput output = null;
            if (!mean) {
                takeSamples(rows, before, state);
            } else if (spread.at(before, rows.size()) > 0) {
                output = estimation.addMean(scope, batch, state);
                progress.accept(estimation.count());
            }
            if (states != null) {
                output = output == null ? answer(scope, batch, state) : output;
                states.after(batch, output.state().h(), output.state().c());
            }
        }
    }

    private PolicyOutput answer(NDManager scope, LearnerBatch batch, RecurrentState state) {
        try (Autograd off = Autograd.off()) {
            return network.forward(scope, batch.input(batch.lengths()), state);
        }
    }

    private void takeSamples(List<BatchRow> rows, long before, RecurrentState state) {
        for (int row = 0; row < rows.size(); row++) {
            int[] steps = steps(spread.at(before + row, 1), rows.get(row).segment().getLength());
            if (steps.length > 0) {
                LearnerBatch alone = new LearnerBatch(assemble(single, List.of(rows.get(row))));
                try (NDManager scope = network.newScope()) {
                    estimation.addSamples(scope, alone, row(scope, state, row), steps);
                }
                progress.accept(estimation.count());
            }
        }
    }

    /** Steps of a segment, evenly spread; drawn labels may differ where a step comes again. */
    private int[] steps(int wanted, int length) {
        int count = settings.variant() == FisherVariant.TRUE ? wanted : Math.min(wanted, length);
        int[] steps = new int[count];
        for (int i = 0; i < count; i++) {
            steps[i] = (int) ((2L * i + 1) * length / (2L * count));
        }
        return steps;
    }

    private static RecurrentState row(NDManager scope, RecurrentState state, int row) {
        if (state == null) {
            return null;
        }
        NDArray h = state.h().get("{}:{}", row, row + 1);
        NDArray c = state.c().get("{}:{}", row, row + 1);
        h.attach(scope);
        c.attach(scope);
        return new RecurrentState(h, c);
    }

    private TrainingBatch assemble(BatchAssembly assembly, List<BatchRow> rows) {
        TrainingBatch batch = assembly.assemble(rows);
        if (!batch.refused().isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: %s; preprocess the recordings again"
                            .formatted(settings.input(), batch.refused().get(0)));
        }
        return batch;
    }

    /**
     * Spreads a number of samples evenly over places.
     *
     * @param places number of places, at least 1
     * @param samples number of samples
     */
    record EvenSpread(long places, long samples) {

        /** How many samples fall on so many places from a place on. */
        int at(long place, long length) {
            return Math.toIntExact((place + length) * samples / places - place * samples / places);
        }
    }
}
