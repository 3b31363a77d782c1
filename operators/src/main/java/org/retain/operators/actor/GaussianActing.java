package org.retain.operators.actor;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.Vectors;

/**
 * Draws vectors tanh(u), u ~ N(mean, (temperature · deviation)²). Log-probabilities are those of
 * the squashed vector (Haarnoja et al., 2018, equation 21), with 1 − tanh²(u) in the form that
 * stays exact where tanh is ±1: log(1 − tanh²(u)) = 2 (log 2 − u − softplus(−2u)).
 */
final class GaussianActing extends ActingPolicy {

    private static final double LOG_SQRT_TWO_PI = Math.log(2 * Math.PI) / 2;

    private final GaussianPolicy policy;
    private final int actions;
    private final double[] normals;

    private float[] means = new float[0];
    private float[] logDeviations = new float[0];

    /** Takes the policy over: closing this closes it. */
    GaussianActing(GaussianPolicy policy) {
        this.policy = policy;
        actions = policy.shape().actions();
        normals = new double[actions];
    }

    @Override
    public PolicyShape shape() {
        return policy.shape();
    }

    @Override
    void answer(int rows, Observations observations, RecurrentRows state) {
        try (NDManager scope = policy.newScope()) {
            GaussianOutput output = policy.forward(scope, (Vectors) observations, rows);
            means = copy(output.mean(), means);
            logDeviations = copy(output.logDeviation(), logDeviations);
        }
    }

    @Override
    EncodingRows encodings() {
        return EncodingRows.NONE;
    }

    @Override
    float value(int row) {
        return 0;
    }

    @Override
    float draw(int row, StepRandom noise, double temperature, ByteBuffer buffer, int at) {
        noise.normal(normals);
        double logProbability = 0;
        for (int i = 0; i < actions; i++) {
            int index = row * actions + i;
            double u = means[index];
            if (temperature > 0) {
                double deviation = temperature * Math.exp(logDeviations[index]);
                u += deviation * normals[i];
                logProbability +=
                        -normals[i] * normals[i] / 2
                                - Math.log(deviation)
                                - LOG_SQRT_TWO_PI
                                - logSlope(u);
            }
            buffer.putFloat(at + i * Float.BYTES, (float) Math.tanh(u));
        }
        return (float) logProbability;
    }

    /** log(1 − tanh²(u)). */
    static double logSlope(double u) {
        double softplus = Math.max(-2 * u, 0) + Math.log1p(Math.exp(-Math.abs(2 * u)));
        return 2 * (Math.log(2) - u - softplus);
    }

    @Override
    public void close() {
        policy.close();
    }
}
