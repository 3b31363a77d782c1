package org.retain.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests for {@link KafkaRolloutLog} at a broker that has gone. */
@Timeout(60)
class KafkaRolloutLogTest {

    private static final TopicPartition WEIGHTS = new TopicPartition("weights", 0);
    private static final TopicPartition ROLLOUTS = new TopicPartition("rollouts", 0);

    @Test
    void closingEndsALookThatWaitsForRecordsThatNeverCome() throws Exception {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node[] nodes = {};
        consumer.updatePartitions(
                ROLLOUTS.topic(),
                List.of(new PartitionInfo(ROLLOUTS.topic(), 0, Node.noNode(), nodes, nodes)));
        consumer.updateBeginningOffsets(Map.of(WEIGHTS, 0L, ROLLOUTS, 0L));
        consumer.updateEndOffsets(Map.of(WEIGHTS, 1L, ROLLOUTS, 0L));
        KafkaRolloutLog log =
                new KafkaRolloutLog(consumer, WEIGHTS.topic(), ROLLOUTS.topic(), "student");
        CountDownLatch polled = new CountDownLatch(1);
        consumer.schedulePollTask(polled::countDown);

        CompletableFuture<?> look = CompletableFuture.supplyAsync(log::look);
        polled.await();
        log.close();

        assertThatThrownBy(() -> look.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(WakeupException.class);
        assertThat(consumer.closed()).isTrue();
    }
}
