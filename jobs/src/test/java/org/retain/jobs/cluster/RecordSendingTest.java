package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecordSendingTest {

    @Test
    @Timeout(20)
    void aBrokerThatIsGoneIsNamedWithinTheLimit() {
        String nobody = "127.0.0.1:" + LoopbackPort.free();
        Configuration configuration =
                new Configuration()
                        .set(KafkaOptions.BOOTSTRAP_SERVERS, nobody)
                        .set(KafkaOptions.CONNECT_TIMEOUT, Duration.ofSeconds(1));

        assertThatThrownBy(
                        () ->
                                RecordSending.send(
                                        configuration,
                                        Topic.WEIGHTS,
                                        List.of(
                                                new ProducerRecord<>(
                                                        "retain.weights", new byte[1]))))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Kafka at " + nobody + " did not acknowledge")
                .hasMessageContaining("retain.weights")
                .hasMessageContaining("send it again");
    }
}
