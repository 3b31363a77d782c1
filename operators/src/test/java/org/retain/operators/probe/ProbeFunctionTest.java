package org.retain.operators.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.experiment.Measurement;

class ProbeFunctionTest {

    @TempDir private Path directory;

    private Configuration options;

    @BeforeEach
    void write() throws Exception {
        TestingProbe.write(directory.resolve("shards"), 2);
        options =
                TestingProbe.options(directory)
                        .set(
                                ProbeOptions.WEIGHTS_DIRECTORY,
                                directory.resolve("snapshots").toString());
        Path snapshots = Files.createDirectory(directory.resolve("snapshots"));
        TestingProbe.weights(1).write(snapshots.resolve("update-000000000.safetensors").toString());
        TestingProbe.weights(2).write(snapshots.resolve("update-000000010.safetensors").toString());
    }

    @Test
    void measuresTheFileOfEachNumber() throws Exception {
        try (OneInputStreamOperatorTestHarness<Long, Measurement> harness = harness()) {
            harness.processElement(1L, 0);
            harness.processElement(0L, 0);
            harness.processElement(1L, 0);

            List<Measurement> found = harness.extractOutputValues();
            List<Measurement> first = found.stream().filter(m -> m.getUpdate() == 10).toList();
            assertThat(found).extracting(Measurement::getUpdate).contains(0L, 10L);
            // The same answers however often they are asked for, and whatever came between.
            assertThat(first.subList(0, first.size() / 2))
                    .isEqualTo(first.subList(first.size() / 2, first.size()));
        }
    }

    @Test
    void failsForGoodWhereNoRetryHelps() throws Exception {
        options.set(ProbeOptions.TEACHER, directory.resolve("nobody").toString());
        try (OneInputStreamOperatorTestHarness<Long, Measurement> harness = harness()) {
            assertThatThrownBy(() -> harness.processElement(0L, 0))
                    .isInstanceOf(SuppressRestartsException.class)
                    .hasStackTraceContaining("nobody: no such weights file");
        }
    }

    private OneInputStreamOperatorTestHarness<Long, Measurement> harness() throws Exception {
        return ProcessFunctionTestHarnesses.forProcessFunction(
                new ProbeFunction(ProbeSettings.of(options)));
    }
}
