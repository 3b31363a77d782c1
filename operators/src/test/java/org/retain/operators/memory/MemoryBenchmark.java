package org.retain.operators.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import org.apache.flink.configuration.Configuration;
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
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.Segment;

/**
 * Inserts and draws of the memory, one draw for each insert, on one core: a full memory of 2,000
 * items that evicts the oldest, fed with segments of 138,656 unpacked bytes.
 *
 * <p>{@code memory}: what the station does; segments come and go packed. {@code client}: also packs
 * each inserted and unpacks each drawn segment, which is what a client of Reverb measures. {@code
 * paced}: as memory, but with one segment every 1/2,400 s, to see stalls rather than throughput.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseZGC"})
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class MemoryBenchmark {

    private static final int CAPACITY = 2_000;
    private static final int CONTENTS = 128;
    private static final int NAMES = 16 * 1024;
    private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1) / 2_400;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String OFF = "off";

    /** Where the memory keeps its state. */
    @Param({"HEAP", "ROCKSDB"})
    public String backend;

    /** Milliseconds from one checkpoint to the next, or off. */
    @Param({OFF, "500"})
    public String checkpoints;

    private Path directory;
    private TestingMemory memory;
    private TestingCheckpoints running;
    private Segment[] segments;
    private byte[][][] unpacked;
    private int next;
    private long due = System.nanoTime();

    /**
     * The longest time from a segment to its draws, what a checkpoint takes of it included; and the
     * longest that the thread itself worked for it, which a busy machine and the garbage collector
     * do not add to.
     */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Stall {

        public double longestStallMillis;
        public double longestCpuMillis;
        public int startedCheckpoints;

        @Setup(Level.Iteration)
        public void reset() {
            longestStallMillis = 0;
            longestCpuMillis = 0;
            startedCheckpoints = 0;
        }

        private void add(long nanos, long cpuNanos) {
            longestStallMillis = Math.max(longestStallMillis, nanos / 1e6);
            longestCpuMillis = Math.max(longestCpuMillis, cpuNanos / 1e6);
        }
    }

    @Setup
    public void fill() throws Exception {
        directory = Files.createTempDirectory("memory-benchmark");
        List<Segment> contents = TestingRecordedSegments.read(directory, CONTENTS);
        unpacked =
                contents.stream().map(TestingRecordedSegments::unpacked).toArray(byte[][][]::new);
        segments = new Segment[NAMES];
        for (int i = 0; i < NAMES; i++) {
            segments[i] = TestingRecordedSegments.renamed(contents.get(i % contents.size()), i);
        }
        Configuration config = new Configuration();
        config.set(MemoryOptions.BATCH_DRIVER, SegmentKind.DEMONSTRATIONS);
        config.set(MemoryOptions.CAPACITY, CAPACITY);
        config.set(MemoryOptions.REMOVER, Remover.FIFO);
        memory = TestingMemory.start(config, TestingMemory.Backend.valueOf(backend), 1);
        for (int i = 0; i < NAMES; i++) {
            memory.process(segments[i]);
        }
        if (!checkpoints.equals(OFF)) {
            running = memory.checkpoints(directory, Long.parseLong(checkpoints));
        }
    }

    @TearDown
    public void close() throws Exception {
        if (running != null) {
            running.close();
        }
        memory.close();
        FileUtils.deleteDirectory(directory.toFile());
    }

    @Benchmark
    public void memory(Stall stall, Blackhole blackhole) throws Exception {
        blackhole.consume(insertAndDraw(segments[next % NAMES], stall));
    }

    @Benchmark
    public void paced(Stall stall, Blackhole blackhole) throws Exception {
        due = Math.max(due + PACE_NANOS, System.nanoTime() - PACE_NANOS);
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
        blackhole.consume(insertAndDraw(segments[next % NAMES], stall));
    }

    @Benchmark
    public void client(Stall stall, Blackhole blackhole) throws Exception {
        Segment segment = segments[next % NAMES];
        TestingRecordedSegments.repacked(segment, unpacked[next % NAMES % unpacked.length]);
        Segment drawn = insertAndDraw(segment, stall);
        blackhole.consume(TestingRecordedSegments.unpacked(drawn));
    }

    private Segment insertAndDraw(Segment segment, Stall stall) throws Exception {
        long start = System.nanoTime();
        long cpuStart = THREADS.getCurrentThreadCpuTime();
        next++;
        if (running != null && running.triggerWhenDue()) {
            stall.startedCheckpoints++;
        }
        List<Draws> out = memory.process(segment);
        stall.add(System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - cpuStart);
        return out.get(0).getDrawn().get(0);
    }

    public static void main(String[] args) throws Exception {
        CommandLineOptions options = new CommandLineOptions(args);
        ChainedOptionsBuilder run = new OptionsBuilder().parent(options).shouldFailOnError(true);
        if (options.getIncludes().isEmpty()) {
            run.include(MemoryBenchmark.class.getName());
        }
        Collection<RunResult> results = new Runner(run.build()).run();
        System.out.printf(
                "%n%-8s %-8s %11s %13s %14s %17s %15s %20s%n",
                "measured",
                "backend",
                "checkpoints",
                "items/s each",
                "MB/s raw each",
                "longest stall ms",
                "longest CPU ms",
                "checkpoints started");
        for (RunResult result : results) {
            double rate = result.getPrimaryResult().getScore();
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %-8s %11s %13.0f %14.0f %17.1f %15.1f %20.0f%n",
                    result.getPrimaryResult().getLabel(),
                    result.getParams().getParam("backend"),
                    result.getParams().getParam("checkpoints"),
                    rate,
                    rate * TestingRecordedSegments.RAW_BYTES / 1e6,
                    iterations(result, "longestStallMillis").max().orElseThrow(),
                    iterations(result, "longestCpuMillis").max().orElseThrow(),
                    iterations(result, "startedCheckpoints").sum());
        }
    }

    private static DoubleStream iterations(RunResult result, String counter) {
        return result.getBenchmarkResults().stream()
                .flatMap(benchmark -> benchmark.getIterationResults().stream())
                .map(IterationResult::getSecondaryResults)
                .mapToDouble(secondary -> secondary.get(counter).getScore());
    }
}
