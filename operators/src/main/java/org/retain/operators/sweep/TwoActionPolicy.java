package org.retain.operators.sweep;

/**
 * A policy over two actions whose logits are linear in one number o, the policy network of width 1
 * without hidden layers: (−(w·o + b), w·o + b). It starts from 0, where every gradient is as large
 * for one action as for the other with the opposite sign, so that the two rows of weights stay
 * opposite and one row says it all. The probability of action 1 is σ(2w·o + 2b): what the paper
 * calls weight and bias (Wołczyk, Cupiał et al. 2024, appendix A.2) is twice these.
 *
 * @param weight w, of action 1
 * @param bias b, of action 1
 */
record TwoActionPolicy(double weight, double bias) {

    /** Indifferent everywhere. */
    static final TwoActionPolicy ZERO = new TwoActionPolicy(0, 0);

    private static final double ROWS = 2;

    /** Log-odds of action 1. */
    double logit(double observation) {
        return ROWS * (weight * observation + bias);
    }

    /** Probability of action 1. */
    double probability(double observation) {
        return sigmoid(logit(observation));
    }

    /** What multiplies the observation in the log-odds. */
    double oddsWeight() {
        return ROWS * weight;
    }

    /** What is added in the log-odds. */
    double oddsBias() {
        return ROWS * bias;
    }

    static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
