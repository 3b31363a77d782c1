package org.retain.operators.learner.loss;

import java.util.Arrays;

/**
 * Generalised advantage estimation (Schulman et al. 2016, equation 16): A_t = δ_t + γλ A_{t+1} with
 * δ_t = r_t + γ V_{t+1} − V_t; nothing is added beyond a terminated step or a row's end.
 *
 * <p>A step may be invalid, such as one of too old a policy. As in Sample Factory its own reward
 * and value count for nothing, neither does its value as its predecessor's bootstrap, and later
 * advantages pass it undiscounted: δ_t = v_t (r_t − V_t) + γ v_{t+1} V_{t+1}, A_t = δ_t + (γλ if
 * v_t else 1) A_{t+1}.
 *
 * @param discount γ, in [0, 1]
 * @param lambda λ, in [0, 1]
 */
public record GeneralisedAdvantage(double discount, double lambda) {

    public GeneralisedAdvantage {
        if (!(discount >= 0 && discount <= 1 && lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException(
                    "Discount %s and lambda %s don't define an advantage: both must lie in [0, 1]"
                            .formatted(discount, lambda));
        }
    }

    /**
     * What the steps were worth; padding is 0 in both.
     *
     * @param advantages f64[T, B]
     * @param returns f64[T, B], advantages plus the values of valid steps: the value's targets
     */
    public record Estimate(double[] advantages, double[] returns) {}

    /**
     * The estimate where every step within a row's length is valid.
     *
     * @param values V, f64[T+1, B]; row b's bootstrap value is entry [length[b], b]
     */
    public Estimate of(RewardRows rows, double[] values) {
        boolean[] valid = new boolean[values.length];
        Arrays.fill(valid, true);
        return of(rows, values, valid);
    }

    /**
     * The estimate over rows with invalid steps.
     *
     * @param values V, f64[T+1, B]; row b's bootstrap value is entry [length[b], b]
     * @param valid v, bool[T+1, B]
     */
    public Estimate of(RewardRows rows, double[] values, boolean[] valid) {
        rows.requireObservations("values", values.length);
        rows.requireObservations("flags of validity", valid.length);
        double[] advantages = new double[rows.rewards().length];
        double[] returns = new double[rows.rewards().length];
        for (int row = 0; row < rows.rows(); row++) {
            double advantage = 0;
            for (int t = rows.lengths()[row] - 1; t >= 0; t--) {
                int now = rows.at(t, row);
                int next = rows.at(t + 1, row);
                double value = valid[now] ? values[now] : 0;
                double delta = valid[now] ? rows.rewards()[now] - value : 0;
                if (rows.terminated()[now]) {
                    advantage = delta;
                } else {
                    double bootstrap = valid[next] ? discount * values[next] : 0;
                    advantage =
                            delta + bootstrap + (valid[now] ? discount * lambda : 1) * advantage;
                }
                advantages[now] = advantage;
                returns[now] = advantage + value;
            }
        }
        return new Estimate(advantages, returns);
    }
}
