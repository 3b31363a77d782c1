package org.retain.operators.learner;

/** Training gave up because its numbers are no numbers any more. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DivergedException(String message) {
        super(message);
    }
}
