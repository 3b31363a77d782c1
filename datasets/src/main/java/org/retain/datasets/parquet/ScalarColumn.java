package org.retain.datasets.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;

/** The columns that every file has, named as the segment's fields in snake case. */
enum ScalarColumn {
    ENVIRONMENT_ID(
            PrimitiveTypeName.BINARY,
            Segment::getEnvironmentId,
            (segment, value) -> segment.setEnvironmentId((String) value)),
    EPISODE_ID(
            PrimitiveTypeName.BINARY,
            Segment::getEpisodeId,
            (segment, value) -> segment.setEpisodeId((String) value)),
    SEGMENT_INDEX(
            PrimitiveTypeName.INT32,
            Segment::getSegmentIndex,
            (segment, value) -> segment.setSegmentIndex((int) value)),
    FIRST_STEP(
            PrimitiveTypeName.INT64,
            Segment::getFirstStep,
            (segment, value) -> segment.setFirstStep((long) value)),
    LENGTH(
            PrimitiveTypeName.INT32,
            Segment::getLength,
            (segment, value) -> segment.setLength((int) value)),
    FIRST_OF_EPISODE(
            PrimitiveTypeName.BOOLEAN,
            Segment::getFirstOfEpisode,
            (segment, value) -> segment.setFirstOfEpisode((boolean) value)),
    SOURCE(
            PrimitiveTypeName.BINARY,
            segment -> segment.getSource().name(),
            (segment, value) -> segment.setSource(SegmentSource.valueOf((String) value))),
    BOOTSTRAP_VALID(
            PrimitiveTypeName.BOOLEAN,
            Segment::getBootstrapValid,
            (segment, value) -> segment.setBootstrapValid((boolean) value)),
    TERMINATED(
            PrimitiveTypeName.BOOLEAN,
            Segment::getTerminated,
            (segment, value) -> segment.setTerminated((boolean) value)),
    TRUNCATED(
            PrimitiveTypeName.BOOLEAN,
            Segment::getTruncated,
            (segment, value) -> segment.setTruncated((boolean) value));

    private final PrimitiveTypeName type;
    private final Function<Segment, Object> getter;
    private final BiConsumer<Segment, Object> setter;

    ScalarColumn(
            PrimitiveTypeName type,
            Function<Segment, Object> getter,
            BiConsumer<Segment, Object> setter) {
        this.type = type;
        this.getter = getter;
        this.setter = setter;
    }

    Object get(Segment segment) {
        return getter.apply(segment);
    }

    void set(Segment segment, Object value) {
        setter.accept(segment, value);
    }

    PrimitiveType parquetType() {
        String name = name().toLowerCase(Locale.ROOT);
        return type == PrimitiveTypeName.BINARY
                ? Types.required(type).as(stringType()).named(name)
                : Types.required(type).named(name);
    }
}
