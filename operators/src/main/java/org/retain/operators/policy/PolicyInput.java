package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;

/**
 * What a policy reads: T steps of B rows, all arrays [T, B, ...] on one device.
 *
 * @param chars u8[T, B, 24, 80], codes of the terminal's characters
 * @param colors i8[T, B, 24, 80], their colours, 0 to 127
 * @param cursor i32[T, B, 2], row and column of the cursor (DJL aborts the process on i16)
 * @param previousActions u8[T, B], the action before each step, below the number of actions
 * @param firstOfEpisode u8[T, B], not 0 where the step is the first of its episode: the recurrent
 *     state is zeroed before it; null when no step is
 * @param lengths valid steps of each row, 1 to T; what lies in the rest influences nothing
 */
public record PolicyInput(
        NDArray chars,
        NDArray colors,
        NDArray cursor,
        NDArray previousActions,
        NDArray firstOfEpisode,
        int[] lengths) {

    int steps() {
        return (int) chars.getShape().get(0);
    }

    int rows() {
        return (int) chars.getShape().get(1);
    }
}
