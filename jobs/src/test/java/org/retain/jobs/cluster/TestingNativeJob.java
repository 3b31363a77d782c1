package org.retain.jobs.cluster;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that loads libtorch in its tasks and fails if a sum it computes there is wrong. */
final class TestingNativeJob {
    private TestingNativeJob() {}

    static void build(StreamExecutionEnvironment environment, long first, long last) {
        environment
                .fromSequence(first, last)
                .setParallelism(1)
                .rebalance()
                .map(new Sum())
                .setParallelism(2)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(2);
    }

    /** Writes the classes of this job, which no released jar holds. */
    static Path jar(Path directory) throws IOException {
        Path jar = directory.resolve("testing-native-job.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : new Class<?>[] {TestingNativeJob.class, Sum.class}) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (var in = type.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }

    /** Sums n, n + 1, n + 2 with libtorch. */
    static final class Sum extends RichMapFunction<Long, Float> {
        private static final long serialVersionUID = 1L;

        private transient NDManager manager;

        @Override
        public void open(OpenContext context) {
            if (Sum.class.getClassLoader() == NDManager.class.getClassLoader()) {
                throw new IllegalStateException(
                        "The job's classes lie on the cluster's class path");
            }
            manager = NDManager.newBaseManager("PyTorch");
        }

        @Override
        public Float map(Long n) {
            try (NDManager step = manager.newSubManager()) {
                float sum = step.create(new float[] {n, n + 1, n + 2}).sum().getFloat();
                if (sum != 3f * n + 3f) {
                    throw new IllegalStateException("Sum of three from " + n + " is " + sum);
                }
                return sum;
            }
        }

        @Override
        public void close() {
            if (manager != null) {
                manager.close();
            }
        }
    }
}
