package org.retain.operators.actor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyShape;

/** Draws one of A actions from softmax(logits / temperature). */
final class CategoricalActing extends ActingPolicy {

    private static final int ACTIONS_AXIS = 2;

    private final PolicyNetwork network;
    private final int actions;

    private float[] logProbabilities = new float[0];
    private float[] probabilities = new float[0];
    private float[] values = new float[0];

    /** Takes the network over: closing this closes it. */
    CategoricalActing(PolicyNetwork network) {
        this.network = network;
        actions = network.shape().actions();
    }

    @Override
    public PolicyShape shape() {
        return network.shape();
    }

    @Override
    void answer(int rows, Observations observations, RecurrentRows state, double temperature) {
        PolicyInput input = new PolicyInput(1, rows, observations, null, state.lengths());
        try (NDManager scope = network.newScope()) {
            PolicyOutput output = network.forward(scope, input, state.before(scope));
            NDArray logits = output.logits();
            boolean scaled = temperature > 0 && temperature != 1;
            NDArray logs = (scaled ? logits.div(temperature) : logits).logSoftmax(ACTIONS_AXIS);
            logProbabilities = copy(logs, logProbabilities);
            if (temperature > 0) {
                probabilities = copy(logs.exp(), probabilities);
            }
            values = copy(output.values(), values);
            state.after(output.state());
        }
    }

    @Override
    float value(int row) {
        return values[row];
    }

    @Override
    float draw(int row, StepRandom noise, double temperature, ByteBuffer buffer, int at) {
        if (temperature == 0) {
            buffer.put(at, (byte) likeliest(row));
            return 0;
        }
        int action = drawn(row, noise.unit());
        buffer.put(at, (byte) action);
        return logProbabilities[row * actions + action];
    }

    private int likeliest(int row) {
        int best = 0;
        for (int action = 1; action < actions; action++) {
            if (logProbabilities[row * actions + action] > logProbabilities[row * actions + best]) {
                best = action;
            }
        }
        return best;
    }

    /** The first action whose cumulative probability exceeds the number in [0, 1). */
    private int drawn(int row, double unit) {
        double sum = 0;
        int last = 0;
        for (int action = 0; action < actions; action++) {
            float probability = probabilities[row * actions + action];
            sum += probability;
            if (unit < sum) {
                return action;
            }
            // Rounding may keep the sum below 1: then the last action that is possible at all.
            last = probability > 0 ? action : last;
        }
        return last;
    }

    @Override
    public void close() {
        network.close();
    }
}
