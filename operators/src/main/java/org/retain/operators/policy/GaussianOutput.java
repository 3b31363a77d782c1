package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;

/**
 * A Gaussian policy's answer: actions are tanh(u), u ~ N(mean, exp(logDeviation)²).
 *
 * @param mean f32[N, A], before the tanh
 * @param logDeviation f32[N, A], natural logarithm of the standard deviation before the tanh, in
 *     [−20, 2]
 */
public record GaussianOutput(NDArray mean, NDArray logDeviation) {}
