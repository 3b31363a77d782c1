package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.segment.BatchCounters;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;

/** Tests for {@link AssembleOperator}. */
class AssembleOperatorTest {

    private static final BatchShape SHAPE = new BatchShape(4, 8, 0, DemonstrationState.ZERO);

    @Test
    void putsEveryDrivingSegmentIntoExactlyOneBatchAcrossAFailure() throws Exception {
        List<byte[]> batches = new ArrayList<>();
        OperatorSubtaskState checkpoint;
        try (var harness = harness(null)) {
            for (int i = 0; i < 6; i++) {
                harness.processElement(new StreamRecord<>(draws(i)));
            }
            batches.addAll(harness.extractOutputValues());
            checkpoint = harness.snapshot(1, 1);
            harness.processElement(new StreamRecord<>(draws(6)));
        }
        try (var harness = harness(checkpoint)) {
            for (int i = 6; i < 11; i++) {
                harness.processElement(new StreamRecord<>(draws(i)));
            }
            harness.endInput();
            batches.addAll(harness.extractOutputValues());

            List<Integer> driving = new ArrayList<>();
            List<Integer> drawn = new ArrayList<>();
            for (byte[] batch : batches) {
                for (JsonNode row : rows(batch)) {
                    (row.get("driving").asBoolean() ? driving : drawn)
                            .add(row.get("segment").asInt());
                }
            }
            assertThat(batches).hasSize(3);
            assertThat(driving).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            assertThat(drawn).hasSize(11);
            BatchCounters counters =
                    harness.getSideOutput(AssembleOperator.COUNTERS).peek().getValue();
            assertThat(counters.getBatches()).isEqualTo(3);
            assertThat(counters.getDrivingRows()).isEqualTo(11);
            assertThat(counters.getDrawnRows()).isEqualTo(11);
            assertThat(counters.getSteps()).isEqualTo(22 * 8);
        }
    }

    @Test
    void countsMarkersByReasonAndGivesThemNoRow() throws Exception {
        Segment marker = TestingSegments.demonstration("game", 3, 8, false);
        marker.setDropped("duplicate");
        try (var harness = harness(null)) {
            harness.processElement(new StreamRecord<>(new Draws(marker, List.of(), 0)));
            harness.processElement(new StreamRecord<>(new Draws(marker, List.of(), 0)));
            harness.endInput();

            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(
                            harness.getSideOutput(AssembleOperator.COUNTERS)
                                    .peek()
                                    .getValue()
                                    .getDropped())
                    .isEqualTo(Map.of("duplicate", 2L));
        }
    }

    @Test
    void leavesOutADamagedRowAndKeepsTheOthers() throws Exception {
        Draws damaged = draws(1);
        damaged.getDriving().getActions().setData(ByteBuffer.wrap(new byte[3]));
        try (var harness = harness(null)) {
            harness.processElement(new StreamRecord<>(draws(0)));
            harness.processElement(new StreamRecord<>(damaged));
            harness.endInput();

            assertThat(rows(harness.extractOutputValues().get(0))).hasSize(3);
            assertThat(
                            harness.getSideOutput(AssembleOperator.COUNTERS)
                                    .peek()
                                    .getValue()
                                    .getRefusedRows())
                    .isEqualTo(1);
        }
    }

    private static OneInputStreamOperatorTestHarness<Draws, byte[]> harness(
            OperatorSubtaskState restored) throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<Draws, byte[]>(
                        new AssembleOperator(SHAPE),
                        new AvroTypeInfo<>(Draws.class)
                                .createSerializer(new ExecutionConfig().getSerializerConfig()));
        harness.setup();
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
        return harness;
    }

    private static Draws draws(int index) {
        return new Draws(
                TestingSegments.demonstration("game", index, 8, false),
                List.of(TestingSegments.demonstration("old", index + 100, 8, false)),
                0);
    }

    private static JsonNode rows(byte[] batch) throws Exception {
        return new ObjectMapper()
                .readTree(
                        SafetensorsEncoding.decodeMetadata("batch", ByteBuffer.wrap(batch))
                                .get("rows"));
    }
}
