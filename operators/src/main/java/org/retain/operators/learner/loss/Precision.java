package org.retain.operators.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Constants in the precision of the arrays they meet. */
final class Precision {

    private Precision() {}

    /** The value as a number that leaves a scalar array's type unchanged in arithmetic. */
    static Number constant(NDArray scalar, double value) {
        if (scalar.getDataType() == DataType.FLOAT64) {
            return value;
        }
        return (float) value;
    }
}
