package org.retain.operators.learner;

import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.retain.datasets.segment.BatchCounters;
import org.retain.datasets.segment.Draws;

/**
 * Collects driving segments with their draws and emits an encoded batch after every {@code
 * batch.size} of them; what is left when a bounded input ends leaves as one smaller batch. Each
 * driving segment is a row of exactly one batch: the half-filled batch is part of the checkpoint.
 * Runs at parallelism 1.
 *
 * <p>An operator and not a function, because only an operator learns of the end of its input.
 */
public final class AssembleOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<Draws, byte[]>, BoundedOneInput {

    /** The totals, once, when a bounded input has ended. */
    public static final OutputTag<BatchCounters> COUNTERS =
            new OutputTag<>("batch-counters", new AvroTypeInfo<>(BatchCounters.class));

    private static final long serialVersionUID = 1;

    private final BatchShape shape;

    private transient BatchCollection collection;

    public AssembleOperator(BatchShape shape) {
        this.shape = shape;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        collection = new BatchCollection(shape, context.getOperatorStateStore());
    }

    @Override
    public void open() throws Exception {
        super.open();
        if (getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks() != 1) {
            throw new IllegalStateException(
                    "Batch assembly runs at parallelism 1, found %d"
                            .formatted(
                                    getRuntimeContext()
                                            .getTaskInfo()
                                            .getNumberOfParallelSubtasks()));
        }
        BatchMetrics.register(getMetricGroup(), collection::counters);
    }

    @Override
    public void processElement(StreamRecord<Draws> element) {
        if (collection.add(element.getValue())) {
            emit();
        }
    }

    @Override
    public void endInput() {
        if (!collection.isEmpty()) {
            emit();
        }
        output.collect(COUNTERS, new StreamRecord<>(collection.counters()));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        collection.snapshot();
    }

    private void emit() {
        long number = collection.counters().getBatches();
        TrainingBatch batch = collection.take();
        output.collect(
                new StreamRecord<>(BatchEncoding.encode(batch, number, collection.counters())));
    }
}
