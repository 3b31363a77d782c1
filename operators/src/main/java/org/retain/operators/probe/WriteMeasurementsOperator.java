package org.retain.operators.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.retain.datasets.experiment.Measurement;

/**
 * Keeps the measurements of a probe, and writes them by update into one file when all have come.
 * Emits their count then. Runs at parallelism 1; an operator and no function, because functions do
 * not learn of the end of input. State: all measurements so far, some 35 of each weights file.
 */
public final class WriteMeasurementsOperator extends AbstractStreamOperator<Long>
        implements OneInputStreamOperator<Measurement, Long>, BoundedOneInput {

    /** Accumulator of the job: weights files measured, those before a restore too. */
    public static final String WEIGHTS = "weights-measured";

    private static final long serialVersionUID = 1;
    private static final ListStateDescriptor<Measurement> STATE =
            new ListStateDescriptor<>("measurements", new AvroTypeInfo<>(Measurement.class));

    private final String directory;

    private transient ListState<Measurement> state;
    private transient List<Measurement> measurements;
    private transient Set<Long> updates;
    private transient LongCounter counter;

    /** Will write to this directory. */
    public WriteMeasurementsOperator(String directory) {
        this.directory = directory;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        state = context.getOperatorStateStore().getListState(STATE);
        measurements = new ArrayList<>();
        state.get().forEach(measurements::add);
        updates = new HashSet<>();
        measurements.forEach(measurement -> updates.add(measurement.getUpdate()));
        counter = new LongCounter(updates.size());
    }

    @Override
    public void open() throws Exception {
        super.open();
        getRuntimeContext().addAccumulator(WEIGHTS, counter);
    }

    @Override
    public void processElement(StreamRecord<Measurement> element) {
        Measurement measurement = element.getValue();
        measurements.add(measurement);
        if (updates.add(measurement.getUpdate())) {
            counter.add(1);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        state.update(measurements);
    }

    @Override
    public void endInput() throws Exception {
        // Stable: those of one weights file come from one subtask, in its order.
        measurements.sort(Comparator.comparingLong(Measurement::getUpdate));
        MeasurementFile.write(directory, measurements);
        output.collect(new StreamRecord<>((long) measurements.size()));
    }
}
