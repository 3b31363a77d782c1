package org.retain.operators.learner.loss;

/**
 * Returns to go, G_t = r_t + γ G_{t+1}: nothing is added beyond a terminated step, and beyond a
 * row's end only a bootstrap value.
 *
 * @param discount γ, in [0, 1]
 */
public record DiscountedReturn(double discount) {

    public DiscountedReturn {
        if (!(discount >= 0 && discount <= 1)) {
            throw new IllegalArgumentException(
                    "Returns can't be discounted by %s: it must lie in [0, 1]".formatted(discount));
        }
    }

    /**
     * Returns of the rewards in the rows alone.
     *
     * @return f64[T, B], 0 in padding
     */
    public double[] of(RewardRows rows) {
        return of(rows, new double[rows.rows()]);
    }

    /**
     * Returns with an estimate of what follows each row; it counts for nothing where the row's last
     * step terminated.
     *
     * @param bootstrap f64[B], values of the observations after the rows' last steps
     * @return f64[T, B], 0 in padding
     */
    public double[] of(RewardRows rows, double[] bootstrap) {
        if (bootstrap.length != rows.rows()) {
            throw new IllegalArgumentException(
                    "Found %d bootstrap values, expected one for each of %d rows"
                            .formatted(bootstrap.length, rows.rows()));
        }
        double[] returns = new double[rows.rewards().length];
        for (int row = 0; row < rows.rows(); row++) {
            double later = bootstrap[row];
            for (int t = rows.lengths()[row] - 1; t >= 0; t--) {
                int now = rows.at(t, row);
                double following = rows.terminated()[now] ? 0 : discount * later;
                later = rows.rewards()[now] + following;
                returns[now] = later;
            }
        }
        return returns;
    }
}
