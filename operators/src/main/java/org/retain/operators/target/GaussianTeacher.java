package org.retain.operators.target;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.Vectors;

/**
 * Answers with {@code mean} and {@code log_std} of a Gaussian before the tanh that squashes
 * actions.
 */
final class GaussianTeacher implements Teacher {

    private final GaussianPolicy policy;

    /** Takes the policy over: closing this closes it. */
    GaussianTeacher(GaussianPolicy policy) {
        this.policy = policy;
    }

    @Override
    public TeacherRow newRow() {
        GaussianNetShape shape = policy.shape();
        return VectorRow.ofContinuous(shape.observation(), shape.heads(), shape.actions());
    }

    @Override
    public int core() {
        return 0;
    }

    @Override
    public NDManager newScope() {
        return policy.newScope();
    }

    @Override
    public Output forward(NDManager scope, PolicyInput input, RecurrentState state) {
        int frames = input.steps() * input.rows();
        GaussianOutput output = policy.forward(scope, (Vectors) input.observations(), frames);
        Map<String, NDArray> distribution = new LinkedHashMap<>();
        distribution.put("mean", byRow(output.mean(), input));
        distribution.put("log_std", byRow(output.logDeviation(), input));
        return new Output(distribution, null);
    }

    private static NDArray byRow(NDArray frames, PolicyInput input) {
        return frames.reshape(input.steps(), input.rows(), -1);
    }

    @Override
    public void close() {
        policy.close();
    }
}
