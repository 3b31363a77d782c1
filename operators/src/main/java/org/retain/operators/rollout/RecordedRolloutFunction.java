package org.retain.operators.rollout;

import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.retain.datasets.segment.Segment;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;

/**
 * Hands on each demonstration as the rollout of a frozen policy, see {@link RecordedRollouts}.
 * Keyed by {@code episodeId}; an episode's segments come in order. State: the policy's recurrent
 * state of each episode that is under way, 8 bytes × core width.
 */
public final class RecordedRolloutFunction extends RichMapFunction<Segment, Segment> {

    private static final long serialVersionUID = 1;
    private static final ValueStateDescriptor<float[]> STATE =
            new ValueStateDescriptor<>(
                    "recurrent-state", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO);

    private final String weights;
    private final String sha256;

    private transient RecordedRollouts rollouts;
    private transient ValueState<float[]> state;

    /**
     * Plays the weights of a file.
     *
     * @param weights path or URI of any file system that Flink knows
     * @param sha256 hash that the file must have
     */
    public RecordedRolloutFunction(String weights, String sha256) {
        this.weights = weights;
        this.sha256 = sha256;
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(STATE);
        PolicyWeights loaded = PolicyWeights.read(weights, Optional.of(sha256)).weights();
        rollouts = new RecordedRollouts(PolicyNetwork.create(loaded));
    }

    @Override
    public Segment map(Segment demonstration) throws Exception {
        RecordedRollouts.Recorded recorded = rollouts.record(demonstration, state.value());
        if (demonstration.getTerminated() || demonstration.getTruncated()) {
            state.clear();
        } else {
            state.update(recorded.state());
        }
        return recorded.rollout();
    }

    @Override
    public void close() {
        if (rollouts != null) {
            rollouts.close();
        }
    }
}
