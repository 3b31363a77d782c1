package org.retain.jobs.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What a few runs say of a number: their mean, and how far it may be off.
 *
 * <p>From three runs on the interval is Student's 95 % interval of the mean, mean ± t s / √n with n
 * − 1 degrees of freedom: with three seeds t is 4.3, so such bands are wide, and rightly so. Of two
 * runs it is the smaller and the larger number, of one the number itself.
 *
 * @param mean over runs
 * @param low lower end
 * @param high upper end
 * @param runs how many had a finite number
 */
record Spread(double mean, double low, double high, int runs) {

    /** With fewer runs an interval would say nothing. */
    static final int FEWEST = 3;

    /** What captions say of the bands. */
    static final String CAPTION =
            "Lines are means over seeds; bands are 95\u00a0% intervals of the mean (Student’s t) from"
                    + " three seeds on, and the smallest and largest of two.";

    /** 97.5 % quantiles of Student's t by degrees of freedom from 1. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
        2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
        2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL = 1.960;

    /** Of one number per run; what is not finite does not count. */
    static Spread of(DoubleStream perRun) {
        double[] values = perRun.filter(Double::isFinite).toArray();
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        if (values.length < FEWEST) {
            return new Spread(
                    mean,
                    Arrays.stream(values).min().orElse(Double.NaN),
                    Arrays.stream(values).max().orElse(Double.NaN),
                    values.length);
        }
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double error = Math.sqrt(squares / (values.length - 1) / values.length);
        double reach = quantile(values.length - 1) * error;
        return new Spread(mean, mean - reach, mean + reach, values.length);
    }

    /** The same within what the number can be at all. */
    Spread within(double least, double most) {
        return new Spread(
                mean,
                Math.min(Math.max(low, least), mean),
                Math.max(Math.min(high, most), mean),
                runs);
    }

    /** Between two tabulated quantiles the larger, which makes the interval wider. */
    private static double quantile(int freedom) {
        if (freedom <= T.length) {
            return T[freedom - 1];
        }
        return freedom > 1000 ? NORMAL : T[T.length - 1];
    }
}
