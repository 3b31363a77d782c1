package org.retain.operators.learner;

/** Recurrent state that the student starts a demonstration row from. */
public enum DemonstrationState {
    /** The teacher's state before the segment's first step. */
    TEACHER,
    /** Zeros. */
    ZERO
}
