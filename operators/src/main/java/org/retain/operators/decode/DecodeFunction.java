package org.retain.operators.decode;

import java.nio.ByteBuffer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.retain.datasets.kafka.DeadLetter;
import org.retain.datasets.kafka.RawRecord;
import org.retain.datasets.segment.InvalidSegmentException;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentEncoding;

/**
 * Turns raw Kafka records into segments that carry their log position. A record that is no sound
 * segment leaves by {@link #DEAD_LETTERS} with the reason and never fails the job; a marker travels
 * on in its place, so each record gives exactly one segment or marker, in order.
 */
public final class DecodeFunction extends ProcessFunction<RawRecord, Segment> {

    /** Where refused records leave. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", new AvroTypeInfo<>(DeadLetter.class));

    private static final long serialVersionUID = 1;

    private final int maxSteps;

    private transient SegmentEncoding encoding;
    private transient SegmentValidation validation;
    private transient DecodeMetrics metrics;

    /** Segments of more than {@code maxSteps} steps are refused. */
    public DecodeFunction(int maxSteps) {
        this.maxSteps = maxSteps;
    }

    @Override
    public void open(OpenContext context) {
        encoding = new SegmentEncoding();
        validation = new SegmentValidation(maxSteps);
        metrics = new DecodeMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Segment> out) {
        Segment segment;
        try {
            segment = decode(record);
        } catch (InvalidSegmentException | InvalidTensorException e) {
            metrics.refused();
            context.output(DEAD_LETTERS, new DeadLetter(record, e.getMessage()));
            out.collect(DeadLetterMarker.of(record));
            return;
        }
        metrics.decoded();
        out.collect(segment);
    }

    private Segment decode(RawRecord record) {
        ByteBuffer value = record.getValue();
        if (value == null) {
            throw new InvalidSegmentException("The record has no value, expected a Segment");
        }
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        Segment segment = encoding.decode(bytes);
        validation.check(segment);
        segment.setPosition(
                new LogPosition(record.getTopic(), record.getPartition(), record.getOffset()));
        return segment;
    }
}
