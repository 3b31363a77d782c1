package org.retain.operators.environment.toy;

import java.nio.FloatBuffer;
import java.util.Map;

/** One episode of a toy problem; it is over when it is terminated or truncated. */
interface ToyEpisode {

    /** Writes the observation, f32, into this buffer. */
    void observe(FloatBuffer observation);

    /**
     * Takes one step.
     *
     * @return its reward
     */
    float step(int action);

    boolean terminated();

    boolean truncated();

    int place();

    int steps();

    Map<String, Double> measures();

    /** Why it ended; empty before. */
    String ending();
}
