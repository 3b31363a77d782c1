package org.retain.operators.learner;

import java.util.Map;

/**
 * What became of one batch. One that was not applied changed nothing: it was skipped for a reason,
 * or, without a reason, it held nothing to learn from (the memory had drawn nothing yet), which is
 * no failure and no update.
 *
 * @param applied true when parameters moved
 * @param reason why the update was skipped, such as a loss that is not finite; else null
 * @param figures losses, coefficients and other figures by name
 */
record Update(boolean applied, String reason, Map<String, Double> figures) {

    /** A batch that held nothing to learn from. */
    static Update nothing(Map<String, Double> figures) {
        return new Update(false, null, figures);
    }
}
