package org.retain.operators.learner;

/** Which gradients {@code ./retain fisher} squares. */
public enum FisherVariant {
    /**
     * Of each sample by a label drawn from the policy: an unbiased Monte Carlo estimate of the
     * policy's own Fisher information.
     */
    TRUE("true"),
    /** Of each sample by its recorded action. */
    EMPIRICAL("empirical"),
    /** Of each sample by the policy's likeliest action. */
    ARGMAX("argmax"),
    /**
     * Of a batch's mean loss by the policy's likeliest actions: the code of Wołczyk et al. (2024).
     * It is smaller than the others by about the number of steps in a batch.
     */
    BATCH_MEAN("batch-mean");

    private final String text;

    FisherVariant(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
