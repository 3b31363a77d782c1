package org.retain.jobs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.retain.datasets.kafka.RawRecord;

/**
 * A Kafka source whose readers remember what they put into which checkpoint: what Kafka is told of
 * the last one may be lost with the closing reader. For one job of one JVM at a time.
 */
final class TestingSnapshots
        implements Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState> {

    private static final long serialVersionUID = 1;
    private static final Map<Long, Map<String, Long>> OFFSETS = new ConcurrentHashMap<>();
    private static final Map<Long, Boolean> COMPLETED = new ConcurrentHashMap<>();

    private final KafkaSource<RawRecord> source;

    TestingSnapshots(KafkaSource<RawRecord> source) {
        this.source = source;
        OFFSETS.clear();
        COMPLETED.clear();
    }

    /** Next offset of each partition, in the last checkpoint that was completed. */
    static Map<String, Long> lastCompleted() {
        return OFFSETS.get(COMPLETED.keySet().stream().max(Long::compare).orElseThrow());
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    @SuppressWarnings("unchecked")
    public SourceReader<RawRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
            throws Exception {
        SourceReader<?, KafkaPartitionSplit> reader = source.createReader(context);
        return (SourceReader<RawRecord, KafkaPartitionSplit>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {SourceReader.class},
                        (proxy, method, arguments) -> {
                            Object result;
                            try {
                                result = method.invoke(reader, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                            if (method.getName().equals("snapshotState")) {
                                remember((Long) arguments[0], (List<KafkaPartitionSplit>) result);
                            } else if (method.getName().equals("notifyCheckpointComplete")) {
                                COMPLETED.put((Long) arguments[0], true);
                            }
                            return result;
                        });
    }

    private static void remember(long checkpoint, List<KafkaPartitionSplit> splits) {
        Map<String, Long> offsets =
                OFFSETS.computeIfAbsent(checkpoint, id -> new ConcurrentHashMap<>());
        for (KafkaPartitionSplit split : splits) {
            offsets.put("" + split.getPartition(), Math.max(0, split.getStartingOffset()));
        }
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint)
            throws Exception {
        return source.restoreEnumerator(context, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }
}
