package org.retain.operators.learner;

import java.util.Map;

/**
 * What became of one batch.
 *
 * @param applied false when the update was skipped and nothing changed
 * @param reason why it was skipped; null when it was applied
 * @param figures losses, coefficients and other figures by name
 */
record Update(boolean applied, String reason, Map<String, Double> figures) {}
