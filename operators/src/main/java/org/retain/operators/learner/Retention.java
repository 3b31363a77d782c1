package org.retain.operators.learner;

/** What keeps a policy from forgetting (Wołczyk et al., 2024, section 2). */
public enum Retention {
    /** Nothing. */
    NONE,
    /** Kickstarting: KL(teacher ‖ student) on the student's own rollouts. */
    KS,
    /** Behavioural cloning: KL(teacher ‖ student) on demonstrations. */
    BC,
    /** Elastic weight consolidation: a Fisher-weighted pull to the pre-trained weights. */
    EWC,
    /** Episodic memory: demonstrations stay in the buffer of an off-policy learner. */
    EM
}
