package org.retain.operators.target;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.VectorNetShape;

/** Answers with {@code logits}, unnormalised log-probabilities of its actions. */
final class DiscreteTeacher implements Teacher {

    private final PolicyNetwork network;

    /** Takes the network over: closing this closes it. */
    DiscreteTeacher(PolicyNetwork network) {
        this.network = network;
    }

    @Override
    public TeacherRow newRow() {
        return row(network, false);
    }

    /** A row of what a network reads, with or without the observation after the last step. */
    static TeacherRow row(PolicyNetwork network, boolean readsBootstrap) {
        return network.shape() instanceof VectorNetShape vectors
                ? VectorRow.ofDiscrete(vectors.observation(), vectors.actions(), readsBootstrap)
                : new ScreenRow(network.shape().actions(), readsBootstrap);
    }

    @Override
    public int core() {
        return network.shape().core();
    }

    @Override
    public NDManager newScope() {
        return network.newScope();
    }

    @Override
    public Output forward(NDManager scope, PolicyInput input, RecurrentState state) {
        return forward(network, scope, input, state);
    }

    static Output forward(
            PolicyNetwork network, NDManager scope, PolicyInput input, RecurrentState state) {
        PolicyOutput output = network.forward(scope, input, state);
        return new Output(Map.of("logits", output.logits()), output.state());
    }

    @Override
    public void close() {
        network.close();
    }
}
