package org.retain.operators.learner;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.retain.datasets.segment.BatchCounters;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.LogPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half-filled batch and the totals of what became of all segments, both part of the checkpoint:
 * each driving segment is a row of exactly one batch.
 */
final class BatchCollection {

    private static final Logger LOG = LoggerFactory.getLogger(BatchCollection.class);
    private static final ListStateDescriptor<Draws> PENDING =
            new ListStateDescriptor<>("pending-draws", new AvroTypeInfo<>(Draws.class));
    private static final ListStateDescriptor<BatchCounters> TOTALS =
            new ListStateDescriptor<>("batch-counters", new AvroTypeInfo<>(BatchCounters.class));

    private final BatchShape shape;
    private final BatchAssembly assembly;
    private final ListState<Draws> pendingState;
    private final ListState<BatchCounters> countersState;
    private final List<Draws> pending = new ArrayList<>();
    private BatchCounters counters =
            new BatchCounters(0L, 0L, 0L, 0L, 0L, new ConcurrentHashMap<>(), 0L);

    /** Restores what a checkpoint holds, if there is one. */
    BatchCollection(BatchShape shape, OperatorStateStore state) throws Exception {
        this.shape = shape;
        assembly = new BatchAssembly(shape);
        pendingState = state.getListState(PENDING);
        countersState = state.getListState(TOTALS);
        pendingState.get().forEach(pending::add);
        for (BatchCounters restored : countersState.get()) {
            restored.setDropped(new ConcurrentHashMap<>(restored.getDropped()));
            counters = restored;
        }
    }

    /**
     * Takes a driving segment with its draws, or a marker, which is counted only.
     *
     * @return true when a batch is full
     */
    boolean add(Draws draws) {
        String dropped = draws.getDriving().getDropped();
        if (dropped != null) {
            counters.getDropped().merge(dropped, 1L, Long::sum);
            return false;
        }
        pending.add(draws);
        counters.setForgivenDraws(counters.getForgivenDraws() + draws.getForgiven());
        return pending.size() >= shape.size();
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Places in the log of the driving segments that have been collected. */
    List<LogPosition> positions() {
        return pending.stream()
                .map(draws -> draws.getDriving().getPosition())
                .filter(Objects::nonNull)
                .toList();
    }

    /** What has been collected, as one batch; the next one begins. */
    TrainingBatch take() {
        List<BatchRow> rows = new ArrayList<>();
        pending.forEach(draws -> rows.add(new BatchRow(draws.getDriving(), true)));
        pending.forEach(
                draws -> draws.getDrawn().forEach(drawn -> rows.add(new BatchRow(drawn, false))));
        pending.clear();
        TrainingBatch batch = assembly.assemble(rows);
        count(batch);
        return batch;
    }

    /** The totals, batches taken included. */
    BatchCounters counters() {
        return counters;
    }

    void snapshot() throws Exception {
        pendingState.update(pending);
        countersState.update(List.of(counters));
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
