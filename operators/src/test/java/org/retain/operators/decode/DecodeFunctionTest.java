package org.retain.operators.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.datasets.kafka.DeadLetter;
import org.retain.datasets.kafka.RawRecord;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentEncoding;
import org.retain.datasets.segment.TensorType;
import org.retain.datasets.segment.TestingSegments;

/** Tests for {@link DecodeFunction}. */
class DecodeFunctionTest {

    private OneInputStreamOperatorTestHarness<RawRecord, Segment> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new DecodeFunction(32)));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void givesASegmentItsPositionInTheLog() throws Exception {
        Segment segment = TestingSegments.demonstration("game", 1, 32, false);

        harness.processElement(new StreamRecord<>(record(encode(segment))));

        segment.setPosition(new LogPosition("retain.demonstrations", 2, 7L));
        assertThat(harness.extractOutputValues()).containsExactly(segment);
    }

    static List<Consumer<Segment>> damages() {
        return List.of(
                segment -> segment.setLength(31),
                segment -> segment.setLength(-1),
                segment -> segment.setEpisodeId(""),
                segment -> segment.setFirstOfEpisode(true),
                segment -> segment.setActions(null),
                segment -> segment.setPreviousAction(segment.getActions()),
                segment -> segment.getPreviousAction().setDtype(TensorType.F32),
                segment -> segment.setObservations(List.of()),
                segment -> segment.getObservations().get(0).setShape(List.of(33, -1)),
                segment -> segment.setDropped("gap"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void sendsASegmentThatContradictsItselfToTheDeadLetters(Consumer<Segment> damage)
            throws Exception {
        Segment segment = TestingSegments.demonstration("game", 1, 32, false);
        damage.accept(segment);

        harness.processElement(new StreamRecord<>(record(encode(segment))));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(marker -> assertThat(marker.getDropped()).isEqualTo("dead-letter"));
        assertThat(harness.getSideOutput(DecodeFunction.DEAD_LETTERS)).hasSize(1);
    }

    @Test
    void refusesASegmentLongerThanTheBatch() throws Exception {
        byte[] value = encode(TestingSegments.demonstration("game", 0, 33, false));

        harness.processElement(new StreamRecord<>(record(value)));

        assertThat(onlyLetter().getReason())
                .isEqualTo(
                        "Segment refused: length is 33; this job takes 1 to 32 steps (batch.steps)");
    }

    @Test
    void writesTheRefusedRecordUnchangedWithReasonAndPosition() throws Exception {
        harness.processElement(new StreamRecord<>(record("poison".getBytes(UTF_8))));
        harness.processElement(new StreamRecord<>(record(null)));

        DeadLetter letter = harness.getSideOutput(DecodeFunction.DEAD_LETTERS).peek().getValue();
        ProducerRecord<byte[], byte[]> written =
                new DeadLetterSchema().serialize(letter, null, null);
        assertThat(written.topic()).isEqualTo("retain.demonstrations.dead-letter");
        assertThat(written.value()).isEqualTo("poison".getBytes(UTF_8));
        assertThat(written.key()).isEqualTo("game".getBytes(UTF_8));
        assertThat(header(written, DeadLetterSchema.REASON_HEADER))
                .contains("6 bytes without the header C3 01");
        assertThat(header(written, DeadLetterSchema.POSITION_HEADER))
                .isEqualTo("retain.demonstrations-2@7");
        assertThat(harness.getSideOutput(DecodeFunction.DEAD_LETTERS)).hasSize(2);
    }

    @Test
    void letsAMarkerRetireThePositionOfARefusedRecord() throws Exception {
        harness.processElement(new StreamRecord<>(record("poison".getBytes(UTF_8))));

        Segment marker = harness.extractOutputValues().get(0);
        assertThat(marker.getPosition()).isEqualTo(new LogPosition("retain.demonstrations", 2, 7L));
        assertThat(marker.getEpisodeId()).isEqualTo("game");
        assertThat(marker.getLength()).isZero();
        assertThat(marker.getObservations()).isEmpty();
        assertThat(marker.getActions()).isNull();
        byte[] sent = encode(marker);
        assertThat(new SegmentEncoding().decode(sent)).isEqualTo(marker);
    }

    static List<byte[]> keysThatAreNoNames() {
        return Arrays.asList(
                null,
                new byte[0],
                new byte[] {(byte) 0xC3, 0x28},
                new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80},
                "x".repeat(1025).getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("keysThatAreNoNames")
    void doesNotTakeEveryKeyForTheNameOfAnEpisode(byte[] key) throws Exception {
        RawRecord record = record("poison".getBytes(UTF_8));
        record.setKey(key == null ? null : ByteBuffer.wrap(key));

        harness.processElement(new StreamRecord<>(record));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(marker -> assertThat(marker.getEpisodeId()).isEqualTo("unknown"));
        assertThat(onlyLetter().getRecord().getKey()).isEqualTo(record.getKey());
    }

    @Test
    void keepsTheOrderOfRecordsAmongRefusedOnes() throws Exception {
        harness.processElement(new StreamRecord<>(record("poison".getBytes(UTF_8))));
        harness.processElement(
                new StreamRecord<>(
                        record(encode(TestingSegments.demonstration("game", 0, 3, false)))));
        harness.processElement(new StreamRecord<>(record(null)));

        assertThat(harness.extractOutputValues())
                .extracting(Segment::getDropped)
                .containsExactly("dead-letter", null, "dead-letter");
    }

    private DeadLetter onlyLetter() {
        assertThat(harness.getSideOutput(DecodeFunction.DEAD_LETTERS)).hasSize(1);
        return harness.getSideOutput(DecodeFunction.DEAD_LETTERS).peek().getValue();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static byte[] encode(Segment segment) {
        return new SegmentEncoding().encode(segment);
    }

    private static RawRecord record(byte[] value) {
        return new RawRecord(
                "retain.demonstrations",
                2,
                7L,
                ByteBuffer.wrap("game".getBytes(UTF_8)),
                value == null ? null : ByteBuffer.wrap(value));
    }
}
