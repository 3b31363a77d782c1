package org.retain.operators.target;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;

/**
 * A frozen policy: what it reads and what it answers. How rows become a batch and answers become
 * tensors is not its business.
 */
interface Teacher extends AutoCloseable {

    /** A row of what it reads. */
    TeacherRow newRow();

    /** Units H of its recurrent core; 0 for none. */
    int core();

    /** Computes what rows need before they are stacked, the first {@code count} of the list. */
    default void prepare(List<TeacherRow> rows, int count) {}

    /** A new scope for one call's arrays. */
    NDManager newScope();

    /**
     * Answers T steps of B rows.
     *
     * @param state state before step 0, f32[B, H]; null without core
     */
    Output forward(NDManager scope, PolicyInput input, RecurrentState state);

    @Override
    void close();

    /**
     * A teacher's answer.
     *
     * @param distribution parameters f32[T, B, A] of the actions' distribution by the names that
     *     {@code Targets} gives them, in that order
     * @param state state after each row's last step; null without core
     */
    record Output(Map<String, NDArray> distribution, RecurrentState state) {}

    /** The teacher that these weights make, by the kind of their network. */
    static Teacher of(PolicyWeights weights) {
        return weights.shape() instanceof GaussianNetShape
                ? new GaussianTeacher(GaussianPolicy.create(weights))
                : new DiscreteTeacher(PolicyNetwork.create(weights));
    }
}
