package org.retain.operators.learner;

import org.retain.datasets.segment.Segment;

/**
 * A segment with its role in the batch.
 *
 * @param segment what fills the row
 * @param driving true for a fresh segment of the driving source, false for a draw from the memory
 */
record BatchRow(Segment segment, boolean driving) {}
