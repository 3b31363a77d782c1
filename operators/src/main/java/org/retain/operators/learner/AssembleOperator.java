package org.retain.operators.learner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(AssembleOperator.class);
    private static final ListStateDescriptor<Draws> PENDING =
            new ListStateDescriptor<>("pending-draws", new AvroTypeInfo<>(Draws.class));
    private static final ListStateDescriptor<BatchCounters> TOTALS =
            new ListStateDescriptor<>("batch-counters", new AvroTypeInfo<>(BatchCounters.class));

    private final BatchShape shape;

    private transient BatchAssembly assembly;
    private transient List<Draws> pending;
    private transient volatile BatchCounters counters;
    private transient ListState<Draws> pendingState;
    private transient ListState<BatchCounters> countersState;

    public AssembleOperator(BatchShape shape) {
        this.shape = shape;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        pendingState = context.getOperatorStateStore().getListState(PENDING);
        countersState = context.getOperatorStateStore().getListState(TOTALS);
        pending = new ArrayList<>();
        pendingState.get().forEach(pending::add);
        counters = new BatchCounters(0L, 0L, 0L, 0L, 0L, new ConcurrentHashMap<>(), 0L);
        for (BatchCounters restored : countersState.get()) {
            restored.setDropped(new ConcurrentHashMap<>(restored.getDropped()));
            counters = restored;
        }
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
        assembly = new BatchAssembly(shape);
        BatchMetrics.register(getMetricGroup(), () -> counters);
    }

    @Override
    public void processElement(StreamRecord<Draws> element) {
        Draws draws = element.getValue();
        String dropped = draws.getDriving().getDropped();
        if (dropped != null) {
            counters.getDropped().merge(dropped, 1L, Long::sum);
            return;
        }
        pending.add(draws);
        counters.setForgivenDraws(counters.getForgivenDraws() + draws.getForgiven());
        if (pending.size() == shape.size()) {
            emit();
        }
    }

    @Override
    public void endInput() {
        if (!pending.isEmpty()) {
            emit();
        }
        output.collect(COUNTERS, new StreamRecord<>(counters));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        pendingState.update(pending);
        countersState.update(List.of(counters));
    }

    private void emit() {
        TrainingBatch batch = assembly.assemble(rows());
        pending.clear();
        long number = counters.getBatches();
        count(batch);
        output.collect(new StreamRecord<>(BatchEncoding.encode(batch, number, counters)));
    }

    private List<BatchRow> rows() {
        List<BatchRow> rows = new ArrayList<>();
        pending.forEach(draws -> rows.add(new BatchRow(draws.getDriving(), true)));
        pending.forEach(
                draws -> draws.getDrawn().forEach(drawn -> rows.add(new BatchRow(drawn, false))));
        return rows;
    }

    private void count(TrainingBatch batch) {
        long driving = batch.rows().stream().filter(BatchRow::driving).count();
        long steps = batch.rows().stream().mapToLong(row -> row.segment().getLength()).sum();
        counters.setBatches(counters.getBatches() + 1);
        counters.setDrivingRows(counters.getDrivingRows() + driving);
        counters.setDrawnRows(counters.getDrawnRows() + batch.rows().size() - driving);
        counters.setSteps(counters.getSteps() + steps);
        counters.setRefusedRows(counters.getRefusedRows() + batch.refused().size());
        batch.refused().forEach(reason -> LOG.warn("Row left out of a batch: {}", reason));
    }
}
