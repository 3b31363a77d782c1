package org.retain.operators.target;

import ai.djl.ndarray.NDManager;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.FileUtils;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.ScaledNetShape;
import org.retain.operators.policy.Screens;

/**
 * The target station against the bare loop over the same network: bundles of 16 segments of 32
 * steps of recorded games, PyTorch with one thread.
 *
 * <p>{@code station}: segments come packed, leave with targets; unpacking, keyed state on the heap
 * and packing of targets included. {@code bare}: the same batches lie unpacked in native memory,
 * the state stays in it, logits are read out. The time of the processor is given beside that of the
 * clock, because a busy machine does not add to it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx2g", "-Dretain.torch.threads=1"})
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 4, time = 5)
public class TargetOperatorBenchmark {

    private static final int ROWS = 16;
    private static final int STEPS = 32;
    private static final int CELLS = 24 * 80;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Widths of the teacher. */
    public enum Teacher {
        SMALL(new ScaledNetShape(16, 32, 64, 128, 128, 121)),
        FULL(ScaledNetShape.FULL);

        private final ScaledNetShape shape;

        Teacher(ScaledNetShape shape) {
            this.shape = shape;
        }
    }

    @Param public Teacher teacher;

    private Path directory;
    private List<Segment> recorded;
    private TestingTarget target;
    private int next;
    private PolicyNetwork network;
    private NDManager manager;
    private PolicyInput input;
    private RecurrentState state;

    /** Processor time of the benchmark's thread. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Cost {

        public double cpuMillis;

        @Setup(Level.Iteration)
        public void reset() {
            cpuMillis = 0;
        }
    }

    @Setup
    public void start() throws Exception {
        directory = Files.createTempDirectory("target-benchmark");
        recorded =
                TestingRecordings.read(directory, STEPS, ROWS).stream()
                        .flatMap(List::stream)
                        .filter(segment -> segment.getLength() == STEPS)
                        .limit(ROWS)
                        .toList();
        String file = directory.resolve("teacher.safetensors").toString();
        PolicyWeights.random(teacher.shape, 1).write(file);
        target =
                TestingTarget.start(
                        new TargetSettings(
                                file,
                                null,
                                ROWS,
                                Duration.ofHours(1),
                                TargetType.F32,
                                Duration.ofHours(1),
                                Duration.ofHours(1)),
                        1,
                        null);
        network = PolicyNetwork.create(PolicyWeights.read(file, Optional.empty()).weights());
        manager = network.newScope();
        input = input();
        state = network.zeroState(manager, ROWS);
    }

    @TearDown
    public void close() throws Exception {
        target.close();
        network.close();
        FileUtils.deleteDirectory(directory.toFile());
    }

    @Benchmark
    public void station(Cost cost, Blackhole blackhole) throws Exception {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int row = 0; row < ROWS; row++) {
            target.process(segment(row, next));
        }
        next++;
        List<Segment> output = target.output();
        if (output.size() != ROWS || output.get(ROWS - 1).getTargets() == null) {
            throw new IllegalStateException("The station did not answer the bundle");
        }
        blackhole.consume(output);
        cost.cpuMillis += (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }

    @Benchmark
    public void bare(Cost cost, Blackhole blackhole) {
        long start = THREADS.getCurrentThreadCpuTime();
        try (NDManager scope = network.newScope()) {
            PolicyOutput output = network.forward(scope, input, state);
            blackhole.consume(output.logits().toByteBuffer().get(0));
            state.h().close();
            state.c().close();
            state = output.state();
            state.h().attach(manager);
            state.c().attach(manager);
        }
        cost.cpuMillis += (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }

    /** The recorded segment as the given one of an endless episode of its own. */
    private Segment segment(int row, int index) {
        Segment source = recorded.get(row);
        Segment segment = new Segment();
        for (int field = 0; field < source.getSchema().getFields().size(); field++) {
            segment.put(field, source.get(field));
        }
        segment.setEpisodeId("episode-" + row);
        segment.setSegmentIndex(index);
        segment.setFirstOfEpisode(index == 0);
        segment.setTerminated(false);
        segment.setTruncated(false);
        segment.setTargets(null);
        return segment;
    }

    private PolicyInput input() {
        ByteBuffer chars = ByteBuffer.allocateDirect(STEPS * ROWS * CELLS);
        ByteBuffer colors = ByteBuffer.allocateDirect(STEPS * ROWS * CELLS);
        ByteBuffer actions = ByteBuffer.allocateDirect(STEPS * ROWS);
        ByteBuffer cursor = ByteBuffer.allocateDirect(STEPS * ROWS * 2 * Short.BYTES);
        for (int step = 0; step < STEPS; step++) {
            for (int row = 0; row < ROWS; row++) {
                Segment segment = recorded.get(row);
                chars.put(screens(segment, "tty_chars"), step * CELLS, CELLS);
                colors.put(screens(segment, "tty_colors"), step * CELLS, CELLS);
                actions.put(TensorPacking.unpack(segment.getActions())[step]);
                cursor.put(screens(segment, "tty_cursor"), step * 4, 4);
            }
        }
        int[] lengths = new int[ROWS];
        Arrays.fill(lengths, STEPS);
        return new PolicyInput(
                STEPS,
                ROWS,
                new Screens(chars.flip(), colors.flip(), cursor.flip(), actions.flip()),
                null,
                lengths);
    }

    private static byte[] screens(Segment segment, String name) {
        return TensorPacking.unpack(TensorPacking.find(segment.getObservations(), name));
    }

    public static void main(String[] args) throws Exception {
        CommandLineOptions options = new CommandLineOptions(args);
        ChainedOptionsBuilder run = new OptionsBuilder().parent(options).shouldFailOnError(true);
        if (options.getIncludes().isEmpty()) {
            run.include(TargetOperatorBenchmark.class.getName());
        }
        Collection<RunResult> results = new Runner(run.build()).run();
        System.out.printf(
                "%n%-8s %15s %15s %8s %20s%n",
                "teacher", "station steps/s", "bare steps/s", "ratio", "ratio by CPU time");
        for (RunResult bare : results) {
            for (RunResult station : results) {
                if (bare.getParams().getBenchmark().endsWith(".bare")
                        && station.getParams().getBenchmark().endsWith(".station")
                        && teacher(bare).equals(teacher(station))) {
                    double ours = station.getPrimaryResult().getScore();
                    double theirs = bare.getPrimaryResult().getScore();
                    System.out.printf(
                            Locale.ROOT,
                            "%-8s %15.0f %15.0f %8.3f %20.3f%n",
                            teacher(bare),
                            ours * ROWS * STEPS,
                            theirs * ROWS * STEPS,
                            ours / theirs,
                            cpuMillisPerBundle(bare) / cpuMillisPerBundle(station));
                }
            }
        }
    }

    private static String teacher(RunResult result) {
        return result.getParams().getParam("teacher");
    }

    /** Both are per second of the clock, so the clock cancels out. */
    private static double cpuMillisPerBundle(RunResult result) {
        return result.getSecondaryResults().get("cpuMillis").getScore()
                / result.getPrimaryResult().getScore();
    }
}
