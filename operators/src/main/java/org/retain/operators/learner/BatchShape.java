package org.retain.operators.learner;

import java.io.Serializable;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How batches are laid out.
 *
 * @param size driving segments in a batch
 * @param steps time steps T
 * @param burnIn steps kept out of the losses where a row starts in mid-episode from a zero state
 * @param demonstrationState what the student starts demonstration rows from
 */
public record BatchShape(int size, int steps, int burnIn, DemonstrationState demonstrationState)
        implements Serializable {

    /** Checks the ranges. */
    public BatchShape {
        require(size >= 1, BatchOptions.SIZE.key(), size, "at least 1");
        require(steps >= 1, BatchOptions.STEPS.key(), steps, "at least 1");
        require(
                burnIn >= 0 && burnIn < steps,
                BatchOptions.BURN_IN.key(),
                burnIn,
                "from 0 to less than " + BatchOptions.STEPS.key());
    }

    /** The shape that the options describe. */
    public static BatchShape of(ReadableConfig config) {
        return new BatchShape(
                config.get(BatchOptions.SIZE),
                config.get(BatchOptions.STEPS),
                config.get(BatchOptions.BURN_IN),
                config.get(BatchOptions.DEMONSTRATION_STATE));
    }

    private static void require(boolean condition, String option, int found, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "Option %s is %d, expected %s".formatted(option, found, expected));
        }
    }
}
