package org.retain.jobs.cluster;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Tells of a job that trains by its accumulators. */
final class TrainingProgress {

    private final PrintStream out;
    private double lastCrossEntropy;

    TrainingProgress(PrintStream out) {
        this.out = out;
    }

    /** Prints the score of held-out games when it is new; returns the updates so far. */
    long show(Map<String, Object> accumulators) {
        double crossEntropy = number(accumulators, "held_out_cross_entropy").doubleValue();
        long updates = number(accumulators, "updates").longValue();
        if (crossEntropy > 0 && crossEntropy != lastCrossEntropy) {
            lastCrossEntropy = crossEntropy;
            out.printf(
                    Locale.ROOT,
                    "After %,d updates (%,d frames): held-out accuracy %.4f, cross-entropy %.4f nats%n",
                    updates,
                    number(accumulators, "frames").longValue(),
                    number(accumulators, "held_out_accuracy").doubleValue(),
                    crossEntropy);
        }
        return updates;
    }

    private static Number number(Map<String, Object> accumulators, String name) {
        return accumulators.get(name) instanceof Number number ? number : 0;
    }
}
