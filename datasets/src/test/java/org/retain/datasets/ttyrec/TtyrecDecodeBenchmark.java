package org.retain.datasets.ttyrec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.Warmup;
import org.retain.datasets.sample.BundledSample;

/**
 * Frames per second on one thread, from compressed files to all six arrays of a reused buffer; the
 * counter {@code frames} is the figure. {@code infra/benchmark/decode.sh} runs it beside NLE's
 * converter.
 *
 * <p>It reads the recordings below the directory that the system property {@code
 * retain.benchmark.recordings} names, else the shared games, else the bundled ones.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class TtyrecDecodeBenchmark {

    private static final int FRAMES = 256;

    private final FrameBuffer buffer = new FrameBuffer(FRAMES);
    private List<Path> files;

    /** Counts what one pass decodes. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counters {
        public long frames;
    }

    @Setup
    public void findRecordings() throws IOException {
        String configured = System.getProperty("retain.benchmark.recordings");
        Path root =
                configured != null
                        ? Path.of(configured)
                        : TestingRecordings.sharedRoot()
                                .orElse(
                                        BundledSample.extractTo(
                                                Files.createTempDirectory("retain-sample")));
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(path -> path.toString().endsWith(".ttyrec3.bz2")).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IllegalStateException("No *.ttyrec3.bz2 below " + root);
        }
    }

    @Benchmark
    public void decode(Counters counters) throws IOException {
        for (Path file : files) {
            try (TtyrecReader reader = TtyrecReader.open(file)) {
                for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
                    counters.frames += n;
                }
            }
        }
    }
}
