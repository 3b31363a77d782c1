package org.retain.operators.policy;

import java.nio.ByteBuffer;

/**
 * What a policy reads: T steps of B rows.
 *
 * @param steps T
 * @param rows B
 * @param observations what is seen at each step, [T, B, ...]
 * @param firstOfEpisode u8[T, B], not 0 where the step is the first of its episode: the recurrent
 *     state is zeroed before it; null when no step is
 * @param lengths valid steps of each row, 1 to T; what lies in the rest influences nothing
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record PolicyInput(
        int steps, int rows, Observations observations, ByteBuffer firstOfEpisode, int[] lengths) {}
