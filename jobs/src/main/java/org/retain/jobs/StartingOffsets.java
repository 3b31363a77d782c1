package org.retain.jobs;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.retain.operators.learner.LogStart;

/**
 * One topic from given offsets, everything else from the beginning. Flink's own initializer of
 * given offsets would take what the consumer group has committed for the rest.
 */
final class StartingOffsets implements OffsetsInitializer {

    private static final long serialVersionUID = 1;

    private final LogStart start;

    StartingOffsets(LogStart start) {
        this.start = start;
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long offset =
                    partition.topic().equals(start.topic())
                            ? start.offsets().get(partition.partition())
                            : null;
            offsets.put(partition, offset == null ? KafkaPartitionSplit.EARLIEST_OFFSET : offset);
        }
        return offsets;
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.EARLIEST;
    }
}
