package org.retain.operators.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.experiment.Measurement;

class WriteMeasurementsOperatorTest {

    @TempDir private Path directory;

    @Test
    void writesRowsFromBeforeAndAfterAFailureByUpdate() throws Exception {
        OperatorSubtaskState state;
        try (OneInputStreamOperatorTestHarness<Measurement, Long> harness = harness()) {
            harness.open();
            harness.processElement(measurement("kl_to_teacher", 200, 0.5), 0);
            harness.processElement(measurement("accuracy", 200, 0.6), 0);
            state = harness.snapshot(1, 0);
            harness.processElement(measurement("kl_to_teacher", 100, 0.1), 0);
            assertThat(MeasurementFile.read(directory.toString())).isEmpty();
        }
        try (OneInputStreamOperatorTestHarness<Measurement, Long> harness = harness()) {
            harness.initializeState(state);
            harness.open();
            harness.processElement(measurement("kl_to_teacher", 100, 0.1), 0);
            harness.processElement(measurement("accuracy", 100, 0.7), 0);
            assertThat(
                            harness.getEnvironment()
                                    .getAccumulatorRegistry()
                                    .getSnapshot()
                                    .deserializeUserAccumulators(
                                            Thread.currentThread().getContextClassLoader())
                                    .get(WriteMeasurementsOperator.WEIGHTS)
                                    .getLocalValue())
                    .isEqualTo(2L);
            harness.endInput();
            assertThat(harness.extractOutputValues()).containsExactly(4L);
        }

        assertThat(MeasurementFile.read(directory.toString()))
                .contains(
                        List.of(
                                measurement("kl_to_teacher", 100, 0.1),
                                measurement("accuracy", 100, 0.7),
                                measurement("kl_to_teacher", 200, 0.5),
                                measurement("accuracy", 200, 0.6)));
    }

    private static Measurement measurement(String measure, long update, double value) {
        return new Measurement("run", measure, update, 64 * update, "", "", value, 1000L);
    }

    private OneInputStreamOperatorTestHarness<Measurement, Long> harness() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new WriteMeasurementsOperator(directory.toString()),
                new AvroTypeInfo<>(Measurement.class).createSerializer(new SerializerConfigImpl()));
    }
}
