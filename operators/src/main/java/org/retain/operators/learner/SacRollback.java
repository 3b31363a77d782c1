package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.NativeArrays;

/** The state before an update of several steps, to go back to when a later one fails. */
final class SacRollback {

    private final List<NDArray> arrays;
    private final List<NDArray> copies = new ArrayList<>();
    private final SacOptimisers optimisers;
    private final List<long[]> steps;

    /** Copies the state into a scope. */
    SacRollback(NDManager scope, Iterable<NDArray> arrays, SacOptimisers optimisers) {
        this.arrays = new ArrayList<>();
        this.optimisers = optimisers;
        steps = optimisers.steps();
        try (Autograd off = Autograd.off()) {
            for (NDArray array : arrays) {
                NDArray copy = array.duplicate();
                copy.attach(scope);
                this.arrays.add(array);
                copies.add(copy);
            }
        }
    }

    /** Makes the state what it was. */
    void undo() {
        for (int i = 0; i < arrays.size(); i++) {
            NativeArrays.overwrite(arrays.get(i), copies.get(i));
        }
        optimisers.restoreSteps(steps);
    }
}
