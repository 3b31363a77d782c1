package org.retain.operators.learner;

/** How a policy learns. */
public enum Algorithm {
    /** Not here: batches go to the training-batches topic, and weights are announced from there. */
    EXTERNAL,
    /** Behavioural cloning: cross-entropy of the recorded actions. */
    BC,
    /** Proximal policy optimisation, asynchronous: rollouts may be some updates old. */
    PPO,
    /** Soft actor-critic with automatic temperature. */
    SAC,
    /** REINFORCE. */
    REINFORCE
}
