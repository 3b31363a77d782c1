package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.retain.operators.policy.Scalars;

/**
 * Elastic weight consolidation: λ Σ_i F_i (θ_i − θ*_i)², without a factor ½ (Kirkpatrick et al.
 * 2017; the constant as in Wołczyk et al. 2024).
 *
 * @param strength λ, at least 0
 * @param anchor θ*, one array for each parameter
 * @param fisher F, shaped like the anchor
 */
public record EwcPenalty(double strength, List<NDArray> anchor, List<NDArray> fisher) {

    public EwcPenalty {
        anchor = List.copyOf(anchor);
        fisher = List.copyOf(fisher);
        if (!(strength >= 0 && Double.isFinite(strength))) {
            throw new IllegalArgumentException(
                    "The strength of the EWC penalty can't be %s: it must be finite and at least 0"
                            .formatted(strength));
        }
        if (anchor.isEmpty()) {
            throw new IllegalArgumentException(
                    "The EWC penalty got no parameter: give at least one array to hold in place");
        }
        requireSameShapes("Fisher information", fisher, anchor);
    }

    /**
     * The penalty, a scalar in the scope whatever managers the parameters and the anchor live in.
     *
     * @param parameters θ, shaped like the anchor
     */
    public NDArray of(NDManager scope, List<NDArray> parameters) {
        requireSameShapes("parameters", parameters, anchor);
        NDArray total = null;
        for (int i = 0; i < anchor.size(); i++) {
            NDArray moved = parameters.get(i).sub(anchor.get(i));
            moved.attach(scope);
            NDArray term = moved.square().mul(fisher.get(i)).sum();
            total = total == null ? term : total.add(term);
        }
        return Scalars.mul(total, strength);
    }

    private static void requireSameShapes(
            String what, List<NDArray> found, List<NDArray> expected) {
        if (found.size() != expected.size()) {
            throw new IllegalArgumentException(
                    "The EWC penalty got %d arrays as %s and %d as anchor: give one for each parameter, in the same order"
                            .formatted(found.size(), what, expected.size()));
        }
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).getShape().equals(expected.get(i).getShape())) {
                throw new IllegalArgumentException(
                        "Array %d of the EWC penalty's %s has shape %s, its anchor %s: give both of the same network, in the same order"
                                .formatted(
                                        i,
                                        what,
                                        found.get(i).getShape(),
                                        expected.get(i).getShape()));
            }
        }
    }
}
