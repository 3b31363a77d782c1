package org.retain.operators.learner;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.FileUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.retain.datasets.nld.NldDirectory;
import org.retain.datasets.nld.NldGame;
import org.retain.datasets.nld.SegmentCutter;
import org.retain.datasets.sample.BundledSample;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.TtyrecReader;
import org.retain.operators.learner.loss.LearningRateSchedule;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.ScaledNetShape;
import org.retain.operators.policy.SmallNetShape;

/**
 * An update of the learner from an assembled batch of recorded play (forward, backward, clipping,
 * Adam), and one step of 64 rows without gradients; both from raw screens.
 * infra/benchmark/learner.sh runs it beside the same networks in Python.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx4g")
@Warmup(iterations = 2, time = 8)
@Measurement(iterations = 3, time = 8)
public class LearnerBenchmark {

    private static final int STEPS = 32;
    private static final int PLAYERS = 64;
    private static final double LEARNING_RATE = 1e-4;

    /** What is trained, with its batch. */
    public enum Network {
        SMALL(SmallNetShape.DEFAULT, 64),
        SCALED(ScaledNetShape.FULL, 16);

        private final PolicyShape shape;
        private final int rows;

        Network(PolicyShape shape, int rows) {
            this.shape = shape;
            this.rows = rows;
        }
    }

    @Param public Network network;

    private Path directory;
    private PolicyNetwork policy;
    private PolicyAgent agent;
    private PolicyAgent frozen;
    private TrainingBatch batch;
    private TrainingBatch encodings;
    private PolicyInput step;
    private NDManager manager;
    private RecurrentState state;
    private long updates;

    @Setup
    public void create() throws IOException {
        directory = Files.createTempDirectory("learner-benchmark");
        List<Segment> segments = segments(Math.max(PLAYERS, network.rows));
        batch = assemble(segments.subList(0, network.rows));
        policy = PolicyNetwork.create(PolicyWeights.random(network.shape, 1));
        int[] one = new int[PLAYERS];
        Arrays.fill(one, 1);
        PolicyInput whole = new LearnerBatch(assemble(segments.subList(0, PLAYERS))).input(one);
        step = new PolicyInput(1, PLAYERS, whole.observations(), null, one);
        manager = policy.newScope();
        state = policy.zeroState(manager, PLAYERS);
        agent =
                new PolicyAgent(
                        PolicyNetwork.create(PolicyWeights.random(network.shape, 1)),
                        settings(List.of()),
                        List.of(new CloningTerm()),
                        true);
        frozen =
                new PolicyAgent(
                        PolicyNetwork.create(PolicyWeights.random(network.shape, 1)),
                        settings(List.of("encoder")),
                        List.of(new CloningTerm()),
                        true);
        encodings = TestingEncodings.encoded(frozen.network(), batch);
    }

    private static OptimiserSettings settings(List<String> freeze) {
        return new OptimiserSettings(
                new AdamSettings(0.9, 0.999, 1e-8, 0),
                new LearningRateSchedule(LEARNING_RATE, 0),
                4,
                freeze,
                0);
    }

    @TearDown
    public void close() throws IOException {
        agent.close();
        frozen.close();
        policy.close();
        FileUtils.deleteDirectory(directory.toFile());
    }

    @Benchmark
    public double update() {
        return update(agent, batch);
    }

    /** With a frozen encoder. */
    @Benchmark
    public double updateFrozen() {
        return update(frozen, batch);
    }

    /** With a frozen encoder, from what it made of the screens before. */
    @Benchmark
    public double updateFromEncodings() {
        return update(frozen, encodings);
    }

    private double update(PolicyAgent agent, TrainingBatch batch) {
        Update update = agent.update(batch, updates++);
        if (!update.applied()) {
            throw new IllegalStateException(update.reason());
        }
        return update.figures().get(PolicyAgent.LOSS);
    }

    @Benchmark
    public float[] play() {
        try (NDManager scope = policy.newScope()) {
            PolicyOutput output = policy.forward(scope, step, state);
            state.h().close();
            state.c().close();
            state = output.state();
            state.h().attach(manager);
            state.c().attach(manager);
            return output.logits().toFloatArray();
        }
    }

    private static TrainingBatch assemble(List<Segment> segments) {
        List<BatchRow> rows = segments.stream().map(s -> new BatchRow(s, true)).toList();
        return new BatchAssembly(new BatchShape(rows.size(), STEPS, 0, DemonstrationState.ZERO))
                .assemble(rows);
    }

    /** Whole segments of the bundled games. */
    private List<Segment> segments(int count) throws IOException {
        List<Segment> segments = new ArrayList<>();
        FrameBuffer frames = new FrameBuffer(STEPS);
        for (NldGame game : NldDirectory.scan(BundledSample.extractTo(directory)).games()) {
            SegmentCutter cutter = new SegmentCutter(game, STEPS);
            try (TtyrecReader reader = TtyrecReader.open(game.file())) {
                int read = reader.read(frames);
                while (read == STEPS && segments.size() < count) {
                    cutter.accept(frames, read, segments::add);
                    read = reader.read(frames);
                }
            }
        }
        return segments;
    }
}
