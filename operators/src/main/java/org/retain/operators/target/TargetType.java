package org.retain.operators.target;

import ai.djl.ndarray.types.DataType;
import org.retain.datasets.segment.TensorType;

/** Number type of the teacher's answers. */
public enum TargetType {
    /** 32-bit floats, as the teacher computes them. */
    F32(TensorType.F32, DataType.FLOAT32),
    /** 16-bit floats, rounded to nearest. */
    F16(TensorType.F16, DataType.FLOAT16);

    private final TensorType tensorType;
    private final DataType dataType;

    TargetType(TensorType tensorType, DataType dataType) {
        this.tensorType = tensorType;
        this.dataType = dataType;
    }

    TensorType tensorType() {
        return tensorType;
    }

    DataType dataType() {
        return dataType;
    }
}
