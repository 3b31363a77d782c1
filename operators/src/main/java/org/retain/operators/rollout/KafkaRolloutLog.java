package org.retain.operators.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.retain.datasets.avro.InvalidRecordException;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.weights.WeightsAnnouncementEncoding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the newest announcement of one policy, and how far the rollouts topic is written. */
final class KafkaRolloutLog implements RolloutLog {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRolloutLog.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** Within which a look reads the announcements; the next look goes on where it stopped. */
    private static final Duration READ = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition weights;
    private final String rollouts;
    private final String policyId;
    private final WeightsAnnouncementEncoding encoding = new WeightsAnnouncementEncoding();

    private Announced newest;

    /** A log that a consumer reads, which it takes over. */
    KafkaRolloutLog(
            Consumer<byte[], byte[]> consumer, String weights, String rollouts, String policyId) {
        this.consumer = consumer;
        this.weights = new TopicPartition(weights, 0);
        this.rollouts = rollouts;
        this.policyId = policyId;
        consumer.assign(List.of(this.weights));
        consumer.seekToBeginning(List.of(this.weights));
    }

    /**
     * How to open the log.
     *
     * @param properties of a consumer
     * @param weights topic of the announcements, which has one partition
     * @param rollouts topic of the segments
     */
    static Opener opener(Properties properties, String weights, String rollouts, String policyId) {
        return () ->
                new KafkaRolloutLog(
                        new KafkaConsumer<>(
                                properties,
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer()),
                        weights,
                        rollouts,
                        policyId);
    }

    @Override
    public synchronized View look() {
        // Positions first: what is announced afterwards can only have retired more.
        List<TopicPartition> partitions =
                consumer.partitionsFor(rollouts).stream()
                        .map(info -> new TopicPartition(rollouts, info.partition()))
                        .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        readAnnouncements();
        Map<Integer, Long> retired = retired();
        Map<Integer, LogPositions.Partition> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            positions.put(
                    partition.partition(),
                    new LogPositions.Partition(
                            begins.get(partition),
                            ends.get(partition),
                            retired.getOrDefault(partition.partition(), -1L)));
        }
        return new View(Optional.ofNullable(newest), new LogPositions(positions));
    }

    private void readAnnouncements() {
        long end = consumer.endOffsets(List.of(weights)).get(weights);
        long deadline = System.nanoTime() + READ.toNanos();
        while (consumer.position(weights) < end) {
            consumer.poll(POLL).forEach(this::read);
            if (System.nanoTime() - deadline > 0 && consumer.position(weights) < end) {
                throw new TimeoutException(
                        "Topic %s was read up to offset %d of %d within %s; check that the broker is up"
                                .formatted(weights.topic(), consumer.position(weights), end, READ));
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        boolean ours = record.key() != null && policyId.equals(new String(record.key(), UTF_8));
        if (!ours || record.value() == null) {
            return;
        }
        try {
            newest = new Announced(encoding.decode(record.value()), record.offset());
        } catch (InvalidRecordException e) {
            LOG.warn(
                    "Record {} of {} is no announcement and is left out: {}",
                    record.offset(),
                    weights.topic(),
                    e.getMessage());
        }
    }

    private Map<Integer, Long> retired() {
        Collection<LogPosition> positions =
                newest == null ? List.of() : newest.weights().getRetired();
        Map<Integer, Long> retired = new HashMap<>();
        for (LogPosition position : positions) {
            if (position.getTopic().equals(rollouts)) {
                retired.merge(position.getPartition(), position.getOffset(), Math::max);
            }
        }
        return retired;
    }

    @Override
    public void close() {
        // A look that is under way holds the lock.
        consumer.wakeup();
        synchronized (this) {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }
}
