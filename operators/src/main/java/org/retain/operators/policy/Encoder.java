package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** The part of a policy that looks at each observation by itself. */
interface Encoder {

    /**
     * Encodes N = T × B observations.
     *
     * @return f32[N, F], in the scope
     * @throws IllegalArgumentException when the observations are of a kind that it cannot read
     */
    NDArray encode(NDManager scope, Observations observations, int frames);

    /** The screens among the kinds of observations. */
    static Screens screens(Observations observations) {
        if (observations instanceof Screens screens) {
            return screens;
        }
        throw new IllegalArgumentException(
                "The network reads NetHack's terminal, found observations of %s; give a network for vectors"
                        .formatted(observations.getClass().getSimpleName()));
    }
}
