package org.retain.operators.learner;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.retain.operators.policy.InvalidWeightsException;

/**
 * Writes the file that elastic weight consolidation needs, once for each element that it gets, and
 * emits how many gradients it has squared so far. Keeps no state: a run that failed begins anew,
 * and the file appears when it is whole.
 */
public final class FisherFunction extends ProcessFunction<Long, Long> {

    /** Accumulator of the job: gradients squared. */
    public static final String SAMPLES = "samples";

    private static final long serialVersionUID = 1;

    private final FisherSettings settings;

    private transient LongCounter samples;

    private FisherFunction(FisherSettings settings) {
        this.settings = settings;
    }

    /**
     * A function for {@link FisherOptions}.
     *
     * @throws IllegalArgumentException when an option is missing or out of range; the message names
     *     it
     */
    public static FisherFunction of(ReadableConfig config) {
        return new FisherFunction(FisherSettings.of(config));
    }

    @Override
    public void open(OpenContext context) {
        samples = new LongCounter();
        getRuntimeContext().addAccumulator(SAMPLES, samples);
    }

    @Override
    public void processElement(Long element, Context context, Collector<Long> out)
            throws Exception {
        try {
            new FisherRun(settings, count -> show(count, out))
                    .execute(LearnerDevice.manager(getRuntimeContext(), settings.gpus()));
        } catch (InvalidWeightsException | IllegalArgumentException e) {
            throw new SuppressRestartsException(e);
        }
    }

    private void show(long count, Collector<Long> out) {
        samples.resetLocal();
        samples.add(count);
        out.collect(count);
    }
}
