package org.retain.operators.actor;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyShape;

/**
 * Draws one of A actions from softmax(logits / temperature). The softmax is computed here: three
 * more native calls on so small arrays would cost more.
 */
final class CategoricalActing extends ActingPolicy {

    private final PolicyNetwork network;
    private final int actions;
    private final double[] weights;
    private final EncodingRows encodings;

    private float[] logits = new float[0];
    private float[] values = new float[0];

    /**
     * Takes the network over: closing this closes it.
     *
     * @param encodings receive those of each answer
     */
    CategoricalActing(PolicyNetwork network, EncodingRows encodings) {
        this.network = network;
        this.encodings = encodings;
        actions = network.shape().actions();
        weights = new double[actions];
    }

    @Override
    public PolicyShape shape() {
        return network.shape();
    }

    @Override
    void answer(int rows, Observations observations, RecurrentRows state) {
        PolicyInput input = new PolicyInput(1, rows, observations, null, state.lengths());
        try (NDManager scope = network.newScope()) {
            PolicyOutput output = network.forward(scope, input, state.before(scope));
            logits = copy(output.logits(), logits);
            values = copy(output.values(), values);
            state.after(output.state());
            encodings.take(output.encodings());
        }
    }

    @Override
    EncodingRows encodings() {
        return encodings;
    }

    @Override
    float value(int row) {
        return values[row];
    }

    @Override
    float draw(int row, StepRandom noise, double temperature, ByteBuffer buffer, int at) {
        int first = row * actions;
        int likeliest = 0;
        for (int action = 1; action < actions; action++) {
            likeliest = logits[first + action] > logits[first + likeliest] ? action : likeliest;
        }
        if (temperature == 0) {
            buffer.put(at, (byte) likeliest);
            return 0;
        }
        double sum = 0;
        for (int action = 0; action < actions; action++) {
            double below = logits[first + action] - (double) logits[first + likeliest];
            weights[action] = Math.exp(below / temperature);
            sum += weights[action];
        }
        int action = drawn(noise.unit() * sum);
        buffer.put(at, (byte) action);
        return (float) Math.log(weights[action] / sum);
    }

    /** The first action whose cumulative weight exceeds the number. */
    private int drawn(double number) {
        double cumulative = 0;
        int last = 0;
        for (int action = 0; action < actions; action++) {
            cumulative += weights[action];
            if (number < cumulative) {
                return action;
            }
            // Rounding may keep the sum below it: then the last action that is possible at all.
            last = weights[action] > 0 ? action : last;
        }
        return last;
    }

    @Override
    public void close() {
        network.close();
    }
}
