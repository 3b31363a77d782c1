package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;

/**
 * A policy's answer. Entries of steps beyond a row's length mean nothing.
 *
 * @param logits f32[T, B, A], unnormalised log-probabilities of the actions
 * @param values f32[T, B], estimates of the return
 * @param state recurrent state after each row's last valid step
 * @param encodings f32[T, B, F], what the encoder made of each observation by itself, or what was
 *     read of it; not to be read while gradients are recorded, when the core may have freed it
 * @param recurrent f32[T, B, H], what the core said at each step; null without core
 */
public record PolicyOutput(
        NDArray logits,
        NDArray values,
        RecurrentState state,
        NDArray encodings,
        NDArray recurrent) {}
