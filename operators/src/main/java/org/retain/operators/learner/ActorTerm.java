package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;

/** A summand of the actor's loss that keeps it from forgetting. Critics are never regularised. */
interface ActorTerm {

    /** The summand, a scalar in the context's scope, its coefficient included. */
    NDArray of(ActorContext context);

    /** The kind of steps whose teacher's answers it needs. */
    default TeacherSteps teacherSteps() {
        return TeacherSteps.NONE;
    }

    /** Steps that a teacher answered. */
    enum TeacherSteps {
        /** None. */
        NONE,
        /** Those of demonstrations, which are then for this term alone. */
        DEMONSTRATIONS,
        /** Those of rollouts. */
        ROLLOUTS
    }
}
