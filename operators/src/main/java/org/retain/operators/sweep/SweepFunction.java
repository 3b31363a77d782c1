package org.retain.operators.sweep;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.retain.datasets.experiment.ToyRunResult;
import org.retain.datasets.experiment.ToyRunSpec;

/** Computes one toy run for each element. Keeps no state: a sweep that failed begins anew. */
public final class SweepFunction extends ProcessFunction<ToyRunSpec, ToyRunResult> {

    /** Accumulator of the job: runs that have ended. */
    public static final String RUNS = "runs";

    private static final long serialVersionUID = 1;

    private transient LongCounter runs;

    @Override
    public void open(OpenContext context) {
        runs = new LongCounter();
        getRuntimeContext().addAccumulator(RUNS, runs);
    }

    @Override
    public void processElement(ToyRunSpec spec, Context context, Collector<ToyRunResult> out)
            throws Exception {
        try {
            out.collect(ToyRun.of(spec).result());
        } catch (IllegalArgumentException e) {
            throw new SuppressRestartsException(e);
        }
        runs.add(1);
    }
}
