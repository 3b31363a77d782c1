package org.retain.operators.policy;

import java.util.List;
import java.util.Map;

/** Reads widths off the shapes of a weights file's arrays. */
final class Axes {

    private Axes() {}

    /** Length of an array's axis. */
    static int of(
            String file,
            Map<String, List<Integer>> shapes,
            String parameter,
            int axis,
            String network) {
        List<Integer> shape = shapes.get(parameter);
        if (shape == null || shape.size() <= axis) {
            throw new InvalidWeightsException(
                    "%s: parameter %s is %s, so this is no %s; give a weights file with that network's parameter names"
                            .formatted(
                                    file,
                                    parameter,
                                    shape == null ? "missing" : "of shape " + shape,
                                    network));
        }
        return shape.get(axis);
    }
}
