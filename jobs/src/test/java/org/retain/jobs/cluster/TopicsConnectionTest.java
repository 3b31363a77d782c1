package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TopicsConnectionTest {
    @Test
    @Timeout(8)
    void aBrokerThatIsGoneIsNamedWithinTheLimit() {
        String nobody = "127.0.0.1:" + LoopbackPort.free();
        Configuration configuration =
                new Configuration()
                        .set(KafkaOptions.BOOTSTRAP_SERVERS, nobody)
                        .set(KafkaOptions.CONNECT_TIMEOUT, Duration.ofSeconds(2));

        assertThatThrownBy(() -> Topics.connect(configuration))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Kafka at " + nobody + " did not answer within 2 s")
                .hasMessageContaining("./retain up");
    }

    @Test
    @Timeout(8)
    void anUnknownHostIsNamed() {
        Configuration configuration =
                new Configuration()
                        .set(KafkaOptions.BOOTSTRAP_SERVERS, "no-such-host.invalid:9092");

        assertThatThrownBy(() -> Topics.connect(configuration))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("no-such-host.invalid:9092")
                .hasMessageContaining("--bootstrap-servers");
    }

    @Test
    void withoutABrokerTheCureIsNamed() {
        assertThatThrownBy(() -> Topics.connect(new Configuration()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("--bootstrap-servers is not set")
                .hasMessageContaining("./retain up");
    }
}
