package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;

/**
 * A policy's answer. Entries of steps beyond a row's length mean nothing.
 *
 * @param logits f32[T, B, A], unnormalised log-probabilities of the actions
 * @param values f32[T, B], estimates of the return
 * @param state recurrent state after each row's last valid step
 * @param encodings f32[T, B, F], what the encoder made of the observations, or those that were read
 */
public record PolicyOutput(
        NDArray logits, NDArray values, RecurrentState state, NDArray encodings) {}
