package org.retain.datasets.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.retain.datasets.TestingPython;
import org.retain.datasets.nld.NldDirectory;
import org.retain.datasets.nld.NldGame;
import org.retain.datasets.nld.SegmentCutter;
import org.retain.datasets.nld.TestingGames;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.TestingRecordings;
import org.retain.datasets.ttyrec.TtyrecReader;

/**
 * Reading of recorded games from Parquet, in one thread, to unpacked tensors of which every page of
 * memory is touched. The data are the first {@value #FRAMES_OF_EACH} frames of each shared game, or
 * the bundled games where nothing is shared.
 *
 * <p>{@link #main} alternates it with NLE's TtyrecDataset on the same games and prints the ratio.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ParquetReadBenchmark {

    private static final int FRAMES_OF_EACH = 6250;
    private static final int STEPS = 32;
    private static final int MEMORY_PAGE = 4096;
    private static final int ROUNDS = 3;
    private static final String SCRIPT = "/python/ttyrec_dataset_speed.py";

    private Path directory;
    private Path file;

    /** Frames read, as a rate of their own beside the passes. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Counter {

        /** Frames a second. */
        public long frames;
    }

    /** Writes the games to one Parquet file. */
    @Setup
    public void write() throws IOException {
        directory = Files.createTempDirectory("parquet-benchmark");
        file = directory.resolve("games.parquet");
        FrameBuffer frames = new FrameBuffer(FRAMES_OF_EACH);
        long steps = 0;
        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            for (NldGame game : NldDirectory.scan(games(directory)).games()) {
                SegmentCutter cutter = new SegmentCutter(game, STEPS);
                try (TtyrecReader reader = TtyrecReader.open(game.file())) {
                    cutter.accept(frames, reader.read(frames), writer::write);
                    cutter.finish(true, writer::write);
                }
                steps += cutter.steps();
            }
            writer.finish();
        }
        System.out.printf(
                "%,d frames, %.2f bytes/frame%n", steps, (double) Files.size(file) / steps);
    }

    @TearDown
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** One pass over the file. */
    @Benchmark
    public long read(Counter counter) throws IOException {
        long sum = 0;
        try (SegmentParquetReader reader = SegmentParquetReader.open(file)) {
            for (Segment segment = reader.read(); segment != null; segment = reader.read()) {
                for (TensorField field : TensorField.values()) {
                    for (Tensor tensor : field.get(segment)) {
                        ByteBuffer data = tensor.getData();
                        for (int i = data.position(); i < data.limit(); i += MEMORY_PAGE) {
                            sum += data.get(i);
                        }
                    }
                }
                counter.frames += segment.getLength();
            }
        }
        return sum;
    }

    /** Compares with NLE; arguments go to JMH. */
    public static void main(String[] args) throws Exception {
        TestingPython python = TestingPython.install();
        String script;
        try (InputStream in = ParquetReadBenchmark.class.getResourceAsStream(SCRIPT)) {
            script = new String(in.readAllBytes(), UTF_8);
        }
        Path scratch = Files.createTempDirectory("parquet-benchmark");
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String printed =
                    python.run(script, games(scratch).resolve("nle_data").toString(), "200");
            double theirs = Double.parseDouble(printed.lines().reduce((a, b) -> b).orElseThrow());
            double ours =
                    new Runner(
                                    new OptionsBuilder()
                                            .parent(new CommandLineOptions(args))
                                            .include(ParquetReadBenchmark.class.getName())
                                            .shouldFailOnError(true)
                                            .build())
                            .runSingle()
                            .getSecondaryResults()
                            .get("frames")
                            .getScore();
            ratios.add(ours / theirs);
            System.out.printf(
                    "Round %d: TtyrecDataset %,.0f frames/s, Parquet %,.0f frames/s, ratio %.1f%n",
                    round + 1, theirs, ours, ours / theirs);
        }
        Collections.sort(ratios);
        System.out.printf("Median ratio %.1f (at least 20 wanted)%n", ratios.get(ROUNDS / 2));
    }

    private static Path games(Path scratch) {
        return TestingRecordings.sharedRoot()
                .orElseGet(
                        () -> {
                            Path games = scratch.resolve("games");
                            return Files.isDirectory(games) ? games : TestingGames.copyTo(games);
                        });
    }
}
