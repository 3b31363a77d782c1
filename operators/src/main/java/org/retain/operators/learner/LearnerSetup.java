package org.retain.operators.learner;

import ai.djl.ndarray.NDManager;
import java.io.Serializable;
import java.util.Optional;

/** What a learner operator is made of; sent to the task that runs it, where the rest is created. */
interface LearnerSetup extends Serializable {

    /** The agent before any update, on the manager's device; it takes the manager over. */
    Agent agent(NDManager manager);

    /** Validation on held-out episodes, where there is one. */
    Optional<HeldOutValidation> validation();
}
