package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Accumulates the diagonal of the Fisher information, F_i = Σ w g_i² / Σ w over the gradients g and
 * weights w that were added. What is added decides what is estimated:
 *
 * <ul>
 *   <li>the gradient of log π(a|s) of one sample: the empirical Fisher information of the actions
 *       a; the policy's own where a is drawn from it;
 *   <li>for each sample the gradients of all actions, weighted by their probabilities: the policy's
 *       Fisher information without sampling noise;
 *   <li>the gradient of a batch's mean loss: the released code's variant, smaller by about the size
 *       of the batch, whence its large λ (Wołczyk et al. 2024).
 * </ul>
 *
 * Sums are kept in FLOAT64, so that millions of small squares still count.
 */
public final class FisherDiagonal implements AutoCloseable {

    private final List<NDArray> sums = new ArrayList<>();
    private final List<DataType> types = new ArrayList<>();
    private double totalWeight;

    /**
     * Zero information about these parameters, in arrays that the manager owns until this is
     * closed.
     */
    public FisherDiagonal(NDManager owner, List<NDArray> parameters) {
        for (NDArray parameter : parameters) {
            sums.add(owner.zeros(parameter.getShape(), DataType.FLOAT64));
            types.add(parameter.getDataType());
        }
    }

    /**
     * Adds a gradient with weight 1.
     *
     * @param gradient one array for each parameter, in their order; left as it is
     */
    public void add(List<NDArray> gradient) {
        add(gradient, 1);
    }

    /**
     * Adds a gradient.
     *
     * @param gradient one array for each parameter, in their order; left as it is
     * @param weight at least 0
     */
    public void add(List<NDArray> gradient, double weight) {
        requireShapes(gradient);
        if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException(
                    "A gradient can't count with the weight %s: it must be finite and at least 0"
                            .formatted(weight));
        }
        for (int i = 0; i < sums.size(); i++) {
            try (NDArray square = gradient.get(i).square()) {
                if (weight != 1) {
                    square.muli(Precision.constant(square, weight));
                }
                sums.get(i).addi(square);
            }
        }
        totalWeight += weight;
    }

    /**
     * The information in all that was added, one array for each parameter with its shape and type,
     * owned by the scope.
     */
    public List<NDArray> estimate(NDManager scope) {
        if (totalWeight == 0) {
            throw new IllegalStateException(
                    "The Fisher information of no gradient is undefined: add gradients before asking for it");
        }
        List<NDArray> estimates = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            NDArray mean = sums.get(i).div(totalWeight);
            NDArray estimate = mean.toType(types.get(i), false);
            if (estimate != mean) {
                mean.close();
            }
            estimate.attach(scope);
            estimates.add(estimate);
        }
        return estimates;
    }

    @Override
    public void close() {
        sums.forEach(NDArray::close);
    }

    private void requireShapes(List<NDArray> gradient) {
        if (gradient.size() != sums.size()) {
            throw new IllegalArgumentException(
                    "A gradient of %d arrays can't inform about %d parameters: give one array for each, in their order"
                            .formatted(gradient.size(), sums.size()));
        }
        for (int i = 0; i < sums.size(); i++) {
            Shape expected = sums.get(i).getShape();
            if (!gradient.get(i).getShape().equals(expected)) {
                throw new IllegalArgumentException(
                        "Gradient %d has shape %s, its parameter %s: give gradients in the order of the parameters"
                                .formatted(i, gradient.get(i).getShape(), expected));
            }
        }
    }
}
