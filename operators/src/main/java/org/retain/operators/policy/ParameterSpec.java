package org.retain.operators.policy;

import java.util.List;

/**
 * One array that a network's weights file holds.
 *
 * @param name name in the file
 * @param shape length of each axis, row-major
 * @param role what the array is for
 */
public record ParameterSpec(String name, List<Integer> shape, Role role) {

    /** What an array is for, and with it how a new network begins. */
    public enum Role {
        /** Orthogonal matrix of gain 1; axes after the first count as one. */
        WEIGHT,
        /** Standard normal rows. */
        EMBEDDING,
        /** Zeros. */
        BIAS,
        /** Ones. */
        SCALE,
        /** Running mean of a normalisation, zeros; no optimiser touches it. */
        RUNNING_MEAN,
        /** Running variance of a normalisation, ones; no optimiser touches it. */
        RUNNING_VARIANCE
    }

    /** False for running statistics. */
    public boolean trainable() {
        return role != Role.RUNNING_MEAN && role != Role.RUNNING_VARIANCE;
    }

    /** Number of elements. */
    public long size() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
