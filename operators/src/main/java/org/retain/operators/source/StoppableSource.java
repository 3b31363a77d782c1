package org.retain.operators.source;

import java.time.Duration;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.watermark.WatermarkDeclaration;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ExternallyInducedSourceReader;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source that also ends when a {@link StopFile} appears, so that its job drains, takes its final
 * checkpoint and is FINISHED, as if a bounded source had come to its end.
 *
 * <pre>{@code
 * Source<RawRecord, ?, ?> source = new StoppableSource<>(kafkaSource, new StopFile(output));
 * }</pre>
 *
 * <p>Nothing else about the source changes: splits, offsets, state and metrics are its own, and a
 * checkpoint of the bare source restores. What was emitted before the end is delivered as ever;
 * what was fetched and not emitted yet counts as unread. The file is looked for from the start on
 * and after each failure, so a job that was told to stop and fails ends once it is restored, with
 * what it had reached at that checkpoint. A file that cannot be read is logged and looked for
 * again.
 *
 * @param <T> type of the records
 * @param <SplitT> type of the source's splits
 * @param <EnumT> type of the enumerator's checkpoint
 */
public final class StoppableSource<T, SplitT extends SourceSplit, EnumT>
        implements Source<T, SplitT, EnumT>, ResultTypeQueryable<T> {

    /** How often the file is looked for unless told otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    private static final long serialVersionUID = 1;

    private final Source<T, SplitT, EnumT> source;
    private final StopFile file;
    private final Duration interval;

    /** A source that looks for the file every second. */
    public StoppableSource(Source<T, SplitT, EnumT> source, StopFile file) {
        this(source, file, DEFAULT_INTERVAL);
    }

    /**
     * A source that looks for the file at an interval.
     *
     * @throws IllegalArgumentException when the source asks Flink for special treatment that this
     *     one could not pass on
     */
    public StoppableSource(Source<T, SplitT, EnumT> source, StopFile file, Duration interval) {
        if (source instanceof SupportsSplitReassignmentOnRecovery) {
            throw unsupported(source, SupportsSplitReassignmentOnRecovery.class);
        }
        this.source = source;
        this.file = file;
        this.interval = interval;
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<T, SplitT> createReader(SourceReaderContext context) throws Exception {
        SourceReader<T, SplitT> reader = source.createReader(context);
        if (reader instanceof ExternallyInducedSourceReader) {
            throw unsupported(reader, ExternallyInducedSourceReader.class);
        }
        return new StoppableReader<>(reader);
    }

    @Override
    public SplitEnumerator<SplitT, EnumT> createEnumerator(SplitEnumeratorContext<SplitT> context)
            throws Exception {
        return new StoppableEnumerator<>(source.createEnumerator(context), context, file, interval);
    }

    @Override
    public SplitEnumerator<SplitT, EnumT> restoreEnumerator(
            SplitEnumeratorContext<SplitT> context, EnumT checkpoint) throws Exception {
        return new StoppableEnumerator<>(
                source.restoreEnumerator(context, checkpoint), context, file, interval);
    }

    @Override
    public SimpleVersionedSerializer<SplitT> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<EnumT> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public Set<? extends WatermarkDeclaration> declareWatermarks() {
        return source.declareWatermarks();
    }

    @Override
    @SuppressWarnings("unchecked")
    public TypeInformation<T> getProducedType() {
        return source instanceof ResultTypeQueryable<?> typed
                ? (TypeInformation<T>) typed.getProducedType()
                : TypeExtractor.createTypeInfo(Source.class, source.getClass(), 0, null, null);
    }

    private static IllegalArgumentException unsupported(Object found, Class<?> type) {
        return new IllegalArgumentException(
                "%s is a %s, which cannot be stopped by a file; use it without StoppableSource"
                        .formatted(found.getClass().getName(), type.getSimpleName()));
    }
}
