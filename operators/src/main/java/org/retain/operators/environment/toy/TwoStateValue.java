package org.retain.operators.environment.toy;

/**
 * The value of s0 in {@link TwoStateMdp} for a policy that leaves s0 with probability θ and stays
 * in s1 with probability f(θ) (Wołczyk, Cupiał et al. 2024, appendix A.1):
 *
 * <pre>
 * v0(θ) = 1/(1−γ) · [θ + r0(1−θ)(1−γf) + γθ r1(1−f)] / (1 − γf + γθ)
 * </pre>
 *
 * <p>The paper's constants stand only in its figure 9. γ = 0.9, r0 = 0, r1 = -1 and ε = 1 give its
 * local optimum of the coverage gap, θ = 1/9 with v0 = 20/9, where gradient ascent from θ = 0 stops
 * although θ = 1 has v0 = 10.
 *
 * @param gamma γ, discount, in [0, 1)
 * @param r0 reward of staying in s0
 * @param r1 reward of leaving s1
 */
public record TwoStateValue(double gamma, double r0, double r1) {

    /** Checks the discount. */
    public TwoStateValue {
        if (!(gamma >= 0 && gamma < 1)) {
            throw new IllegalArgumentException(
                    "A discount of %s, expected 0 to below 1".formatted(gamma));
        }
    }

    /** How likely the policy stays in s1, and how fast that changes with θ. */
    public record Staying(double probability, double slope) {}

    /**
     * The state coverage gap: f = 1 − εθ/(1−ε/2) for θ ≤ 1 − ε/2, else 2θ − 1. The policy stays in
     * s1 at θ = 0, where it never sees s1, and forgets to as θ grows.
     *
     * @param epsilon ε, in (0, 1]; where f bends
     */
    public static Staying coverage(double theta, double epsilon) {
        checkProbability("θ", theta);
        if (!(epsilon > 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("ε = %s, expected above 0 to 1".formatted(epsilon));
        }
        double bend = 1 - epsilon / 2;
        return theta <= bend
                ? new Staying(1 - epsilon * theta / bend, -epsilon / bend)
                : new Staying(2 * theta - 1, 2);
    }

    /** The imperfect cloning gap: f = 2|θ − 0.5|; its slope at θ = 0.5 is that to the right. */
    public static Staying cloning(double theta) {
        checkProbability("θ", theta);
        return new Staying(2 * Math.abs(theta - 0.5), theta < 0.5 ? -2 : 2);
    }

    /** v0. */
    public double of(double theta, Staying staying) {
        return numerator(theta, staying) / denominator(theta, staying) / (1 - gamma);
    }

    /** dv0/dθ, by the quotient rule: what gradient ascent follows. */
    public double slope(double theta, Staying staying) {
        double f = staying.probability();
        double change = staying.slope();
        double numeratorSlope =
                1
                        - r0 * (1 - gamma * f)
                        - r0 * (1 - theta) * gamma * change
                        + gamma * r1 * (1 - f)
                        - gamma * theta * r1 * change;
        double denominatorSlope = gamma * (1 - change);
        double denominator = denominator(theta, staying);
        return (numeratorSlope * denominator - numerator(theta, staying) * denominatorSlope)
                / (denominator * denominator)
                / (1 - gamma);
    }

    private double numerator(double theta, Staying staying) {
        double f = staying.probability();
        return theta + r0 * (1 - theta) * (1 - gamma * f) + gamma * theta * r1 * (1 - f);
    }

    private double denominator(double theta, Staying staying) {
        return 1 - gamma * staying.probability() + gamma * theta;
    }

    private static void checkProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "%s = %s, expected a probability".formatted(name, value));
        }
    }
}
