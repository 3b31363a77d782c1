package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * Observations of a task of one or more stages, as networks with an output layer for each stage
 * (head) read them. With K > 1 stages the last K numbers of an observation say which stage it is,
 * one-hot; they choose the head and are hidden from the layers before it.
 *
 * @param features f32[N, F], the observations without the one-hot
 * @param heads i64[N], each frame's stage from 0; null where there is one stage
 */
public record StageVectors(NDArray features, NDArray heads) {

    /**
     * Takes observations apart. A frame whose last K numbers are all zero, as padding is, gets head
     * 0.
     *
     * @param observations f32[N, D]
     * @param heads K
     * @throws IllegalArgumentException when the last K numbers of a frame are anything else but a
     *     one-hot
     */
    public static StageVectors of(NDArray observations, int heads) {
        if (heads == 1) {
            return new StageVectors(observations, null);
        }
        long frames = observations.getShape().get(0);
        long width = observations.getShape().get(1);
        NDArray stages = observations.get(new NDIndex(":, {}:", width - heads));
        return new StageVectors(
                observations.get(new NDIndex(":, :{}", width - heads)),
                observations
                        .getManager()
                        .create(heads(stages.toFloatArray(), (int) frames, heads)));
    }

    private static long[] heads(float[] stages, int frames, int heads) {
        long[] chosen = new long[frames];
        for (int frame = 0; frame < frames; frame++) {
            int ones = 0;
            int others = 0;
            for (int head = 0; head < heads; head++) {
                float value = stages[frame * heads + head];
                if (value == 1) {
                    chosen[frame] = head;
                    ones++;
                } else if (value != 0) {
                    others++;
                }
            }
            if (ones > 1 || others > 0) {
                throw new IllegalArgumentException(
                        "Observation %d of %d ends with no one-hot of %d stages (%d ones, %d numbers that are neither 0 nor 1); give a policy with as many heads as the environment has stages"
                                .formatted(frame, frames, heads, ones, others));
            }
        }
        return chosen;
    }
}
