package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * State of an LSTM between two steps; zeros at the start of an episode.
 *
 * @param h f32[B, H], output
 * @param c f32[B, H], cell
 */
public record RecurrentState(NDArray h, NDArray c) {

    void attach(NDManager scope) {
        h.attach(scope);
        c.attach(scope);
    }
}
