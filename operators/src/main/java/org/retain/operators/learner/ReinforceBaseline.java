package org.retain.operators.learner;

/** What REINFORCE subtracts from returns. */
public enum ReinforceBaseline {
    /** Nothing. */
    NONE,
    /** The mean return over the batch's steps. */
    MEAN,
    /** The value head's estimate. */
    VALUE
}
