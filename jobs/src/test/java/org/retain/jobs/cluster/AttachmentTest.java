package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AttachmentTest {
    private static final URI WEB_UI = URI.create("http://127.0.0.1:8081");

    @TempDir private Path directory;

    @Test
    void withoutAClusterTheCureIsNamed() {
        Configuration broker =
                new Configuration().set(KafkaOptions.BOOTSTRAP_SERVERS, "kafka:9092");

        assertThatThrownBy(() -> Attachment.complete(broker, directory))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("No cluster to attach to: --cluster is not set")
                .hasMessageContaining("./retain up")
                .hasMessageContaining("give --cluster host:port");
    }

    @Test
    void theLocalClusterFillsInWhatIsNotGiven() {
        state(ProcessHandle.current()).asReady().write(directory);
        Configuration broker =
                new Configuration().set(KafkaOptions.BOOTSTRAP_SERVERS, "kafka:9092");

        assertThat(Attachment.complete(new Configuration(), directory).toMap())
                .containsEntry("bootstrap-servers", "127.0.0.1:9092")
                .containsEntry("cluster", "127.0.0.1:8081");
        assertThat(Attachment.complete(broker, directory).toMap())
                .containsEntry("bootstrap-servers", "kafka:9092")
                .containsEntry("cluster", "127.0.0.1:8081");
    }

    @Test
    void aClusterThatIsStillStartingIsRefused() {
        state(ProcessHandle.current()).write(directory);

        assertThatThrownBy(() -> Attachment.complete(new Configuration(), directory))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("its start has not finished");
    }

    @Test
    void anotherProcessWithTheSameIdIsNotTakenForTheClusters() {
        ProcessHandle self = ProcessHandle.current();
        ClusterProcess earlier =
                new ClusterProcess(
                        "kafka", self.pid(), ClusterProcess.of("", self).started() - 60_000);

        assertThat(ClusterProcess.of("kafka", self).isRunning()).isTrue();
        assertThat(earlier.isRunning()).isFalse();
    }

    @Test
    void aStateOfAnotherVersionIsRefused() throws IOException {
        Files.writeString(directory.resolve("cluster.json"), "{\"version\": 7}");

        assertThatThrownBy(() -> Attachment.complete(new Configuration(), directory))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("version 7, this build reads 1");
    }

    @Test
    @Timeout(15)
    void aClusterThatIsGoneIsNamed() {
        String nobody = "127.0.0.1:" + LoopbackPort.free();
        Configuration configuration = new Configuration().set(ClusterOptions.CLUSTER, nobody);

        assertThatThrownBy(() -> RemoteCluster.connect(configuration, List.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Flink at http://" + nobody + " did not answer")
                .hasMessageContaining("--cluster");
    }

    @Test
    void anAddressWithoutAPortIsRefused() {
        Configuration configuration = new Configuration().set(ClusterOptions.CLUSTER, "somewhere");

        assertThatThrownBy(() -> RemoteCluster.connect(configuration, List.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("--cluster is 'somewhere', expected")
                .hasMessageContaining("localhost:8081");
    }

    private static LocalClusterState state(ProcessHandle process) {
        return LocalClusterState.starting("127.0.0.1:9092", WEB_UI)
                .with(ClusterProcess.of("kafka", process));
    }
}
