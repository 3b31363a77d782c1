package org.retain.jobs;

/** What the students of an experiment start from. */
public enum ExperimentStart {
    /** The teacher's weights. */
    TEACHER,
    /** Random weights. */
    SCRATCH
}
