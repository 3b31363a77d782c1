package org.retain.operators.learner;

/** Networks that pre-training can begin at random. */
public enum PretrainNetwork {
    /** The small net. */
    SMALL,
    /** The reference's ScaledNet. */
    SCALED
}
