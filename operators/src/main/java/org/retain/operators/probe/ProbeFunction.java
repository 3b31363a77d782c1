package org.retain.operators.probe;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.retain.datasets.experiment.Measurement;
import org.retain.operators.policy.InvalidWeightsException;

/**
 * Measures the weights file of each number that it gets. Each subtask asks the teacher once, before
 * its first file. Keeps no state: a run that failed begins anew.
 */
public final class ProbeFunction extends ProcessFunction<Long, Measurement> {

    private static final long serialVersionUID = 1;

    private final ProbeSettings settings;

    private transient Probe probe;

    /** A function for the weights files of these settings. */
    public ProbeFunction(ProbeSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        probe = null;
    }

    @Override
    public void processElement(Long number, Context context, Collector<Measurement> out)
            throws Exception {
        try {
            if (probe == null) {
                probe = Probe.ask(settings);
            }
            probe.measure(settings.weights().get(Math.toIntExact(number))).forEach(out::collect);
        } catch (InvalidWeightsException | IllegalArgumentException e) {
            throw new SuppressRestartsException(e);
        }
    }
}
