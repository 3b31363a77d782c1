package org.retain.operators.policy;

import java.util.List;
import java.util.Map;

/**
 * Kind and widths of a policy network. A weights file needs no companion: both follow from the
 * names and shapes of its arrays.
 */
public sealed interface PolicyShape
        permits ScaledNetShape, SmallNetShape, VectorNetShape, GaussianNetShape {

    /** Number of actions A; of numbers in an action where actions are continuous. */
    int actions();

    /** Units H of the recurrent core; 0 for a network without one. */
    int core();

    /** Numbers F that the encoder makes of an observation. */
    int encoding();

    /** Every array of a network of these widths. */
    List<ParameterSpec> parameters();

    /** Number of parameters that training may change; running statistics do not count. */
    default long parameterCount() {
        return parameters().stream()
                .filter(ParameterSpec::trainable)
                .mapToLong(ParameterSpec::size)
                .sum();
    }

    /**
     * The kind and widths of the network whose arrays have these shapes.
     *
     * @throws InvalidWeightsException when they are of no network that is known
     */
    static PolicyShape infer(String file, Map<String, List<Integer>> shapes) {
        if (SmallNetShape.recognises(shapes)) {
            return SmallNetShape.infer(file, shapes);
        }
        if (GaussianNetShape.recognises(shapes)) {
            return GaussianNetShape.infer(file, shapes);
        }
        if (VectorNetShape.recognises(shapes)) {
            return VectorNetShape.infer(file, shapes);
        }
        return ScaledNetShape.infer(file, shapes);
    }
}
