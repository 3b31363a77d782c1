package org.retain.operators.preprocess;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.retain.datasets.shard.ShardCommit;
import org.retain.datasets.shard.ShardDirectory;

/**
 * Completes the directory with its manifest when the last shard is written. Needs parallelism 1 and
 * bounded input; writes nothing when the input ends by a failure.
 */
public final class ManifestSink implements Sink<ShardCommit> {

    private static final long serialVersionUID = 1L;

    private final PreprocessSettings settings;

    public ManifestSink(PreprocessSettings settings) {
        this.settings = settings;
    }

    @Override
    public SinkWriter<ShardCommit> createWriter(WriterInitContext context) {
        ShardDirectory directory = new ShardDirectory(settings.outputPath());
        return new SinkWriter<>() {
            @Override
            public void write(ShardCommit commit, Context context) {
                // What is finished stands in the directory, from earlier runs as well.
            }

            @Override
            public void flush(boolean endOfInput) throws IOException {
                if (endOfInput) {
                    directory.finish();
                }
            }

            @Override
            public void close() {}
        };
    }
}
