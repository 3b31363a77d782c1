package org.retain.operators.learner.loss;

/**
 * V-trace targets for rows that an older policy played (Espeholt et al. 2018, section 4.1): vs_t =
 * V_t + δ_t + γ c_t (vs_{t+1} − V_{t+1}) with δ_t = ρ_t (r_t + γ V_{t+1} − V_t), ρ_t = min(ρ̄,
 * π/μ), c_t = min(c̄, π/μ); the advantage is ρ_t (r_t + γ vs_{t+1} − V_t). Nothing is added beyond
 * a terminated step. With all ratios 1 and bounds of at least 1, vs are the returns of generalised
 * advantages with λ = 1.
 *
 * @param discount γ, in (0, 1]
 * @param ratioBound ρ̄, above 0: bounds the weight of a step's own error
 * @param traceBound c̄, in (0, ρ̄]: bounds how far later errors reach back
 */
public record VTrace(double discount, double ratioBound, double traceBound) {

    public VTrace {
        if (!(discount > 0 && discount <= 1)) {
            throw new IllegalArgumentException(
                    "V-trace can't discount by %s: it must lie in (0, 1]".formatted(discount));
        }
        if (!(traceBound > 0 && ratioBound >= traceBound)) {
            throw new IllegalArgumentException(
                    "V-trace can't bound ratios by %s and traces by %s: both must be above 0, the second at most the first"
                            .formatted(ratioBound, traceBound));
        }
    }

    /**
     * What to learn from; padding is 0 in both.
     *
     * @param values vs, f64[T, B]: the value's targets
     * @param advantages f64[T, B]: weights of the policy's gradient
     */
    public record Targets(double[] values, double[] advantages) {}

    /**
     * The textbook's targets.
     *
     * @param values V, f64[T+1, B]; row b's bootstrap value is entry [length[b], b]
     * @param ratios π/μ of the actions taken, f64[T, B]
     */
    public Targets targets(RewardRows rows, double[] values, double[] ratios) {
        requireShapes(rows, values, ratios);
        Targets targets = zeros(rows);
        for (int row = 0; row < rows.rows(); row++) {
            int length = rows.lengths()[row];
            double bootstrap = values[rows.at(length, row)];
            fill(targets, rows, row, values, ratios, bootstrap);
        }
        return targets;
    }

    private void fill(
            Targets targets,
            RewardRows rows,
            int row,
            double[] values,
            double[] ratios,
            double bootstrap) {
        double nextValue = bootstrap;
        double nextTarget = bootstrap;
        for (int t = rows.lengths()[row] - 1; t >= 0; t--) {
            int now = rows.at(t, row);
            double weight = Math.min(ratioBound, ratios[now]);
            double trace = Math.min(traceBound, ratios[now]);
            double reward = rows.rewards()[now];
            double value = values[now];
            double target;
            if (rows.terminated()[now]) {
                targets.advantages[now] = weight * (reward - value);
                target = value + weight * (reward - value);
            } else {
                targets.advantages[now] = weight * (reward + discount * nextTarget - value);
                target =
                        value
                                + weight * (reward + discount * nextValue - value)
                                + discount * trace * (nextTarget - nextValue);
            }
            targets.values[now] = target;
            nextTarget = target;
            nextValue = value;
        }
    }

    private static Targets zeros(RewardRows rows) {
        int entries = rows.rewards().length;
        return new Targets(new double[entries], new double[entries]);
    }

    private static void requireShapes(RewardRows rows, double[] values, double[] ratios) {
        rows.requireObservations("values", values.length);
        rows.requireSteps("importance ratios", ratios.length);
    }
}
