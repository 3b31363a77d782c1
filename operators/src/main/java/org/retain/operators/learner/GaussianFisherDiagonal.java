package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retain.operators.learner.loss.GaussianFisher;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.StageVectors;

/**
 * The Fisher diagonal of a Gaussian policy's shared parameters over states: the mean of {@link
 * GaussianFisher} with μ after the tanh, as Continual World differentiates it, and σ. The Jacobians
 * of one state take 2A backward passes. Sums are kept in FLOAT64.
 */
final class GaussianFisherDiagonal implements AutoCloseable {

    private final GaussianPolicy policy;
    private final GaussianFisher information;
    private final NDManager manager;
    private final List<NDArray> parameters;
    private final List<NDArray> sums = new ArrayList<>();
    private long states;

    /**
     * No information yet about a policy, which is not taken over but whose shared parameters
     * require gradients until this is closed.
     *
     * @param information variant, such as {@link GaussianFisher#CONTINUAL_WORLD}
     */
    GaussianFisherDiagonal(GaussianPolicy policy, GaussianFisher information) {
        this.policy = policy;
        this.information = information;
        manager = policy.newScope();
        parameters = List.copyOf(policy.sharedParameters().values());
        for (NDArray parameter : parameters) {
            parameter.setRequiresGradient(true);
            sums.add(manager.zeros(parameter.getShape(), DataType.FLOAT64));
        }
    }

    /**
     * Adds states.
     *
     * @param observations f32[N, D]
     */
    void add(NDArray observations) {
        for (long i = 0; i < observations.getShape().get(0); i++) {
            try (NDManager scope = manager.newSubManager()) {
                addState(scope, observations.get(scope, new NDIndex("{}:{}", i, i + 1)));
            }
        }
    }

    private void addState(NDManager scope, NDArray observation) {
        StageVectors state = StageVectors.of(observation, policy.shape().heads());
        List<NDList> means = new ArrayList<>();
        List<NDList> deviations = new ArrayList<>();
        for (int action = 0; action < policy.shape().actions(); action++) {
            means.add(gradients(scope, state, action, false));
            deviations.add(gradients(scope, state, action, true));
        }
        try (Autograd off = Autograd.off()) {
            NDArray deviation = policy.forward(state).logDeviation().exp();
            for (int i = 0; i < sums.size(); i++) {
                NDArray sample = information.of(rows(means, i), rows(deviations, i), deviation);
                sums.get(i).addi(sample.toType(DataType.FLOAT64, false));
            }
        }
        states++;
    }

    /** Gradients of one action's μ or σ. */
    private NDList gradients(NDManager scope, StageVectors state, int action, boolean deviation) {
        parameters.forEach(Autograd::zeroGradient);
        try (Autograd gradients = Autograd.record()) {
            GaussianOutput output = policy.forward(state);
            NDArray values = deviation ? output.logDeviation().exp() : output.mean().tanh();
            gradients.backward(values.get(0, action));
        }
        NDList copies = new NDList();
        for (NDArray parameter : parameters) {
            try (NDArray gradient = parameter.getGradient()) {
                NDArray copy = gradient.duplicate();
                copy.attach(scope);
                copies.add(copy);
            }
        }
        return copies;
    }

    /** One parameter's gradients of all actions, [1, A, ...]. */
    private static NDArray rows(List<NDList> gradients, int parameter) {
        NDList rows = new NDList();
        gradients.forEach(gradient -> rows.add(gradient.get(parameter)));
        return NDArrays.stack(rows).expandDims(0);
    }

    /** States added. */
    long states() {
        return states;
    }

    /** The information, one f32 array for each shared parameter by name, in their order. */
    Map<String, NDArray> estimate(NDManager scope) {
        if (states == 0) {
            throw new IllegalStateException(
                    "The Fisher information of no state is undefined: add states before asking for it");
        }
        Map<String, NDArray> estimates = new LinkedHashMap<>();
        int next = 0;
        for (String name : policy.sharedParameters().keySet()) {
            try (NDArray mean = sums.get(next++).div(states)) {
                NDArray estimate = mean.toType(DataType.FLOAT32, true);
                estimate.attach(scope);
                estimates.put(name, estimate);
            }
        }
        return estimates;
    }

    @Override
    public void close() {
        parameters.forEach(parameter -> parameter.setRequiresGradient(false));
        manager.close();
    }
}
