package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Maps numbers to places along an axis.
 *
 * @param low the number at the start
 * @param high the number at the end, above the first
 * @param start place of the first
 * @param end place of the second; before the start for an axis that points up
 */
record Scale(double low, double high, double start, double end) {

    /** The round numbers between the ends of an axis, and how far they are apart. */
    record Ticks(List<Double> values, double step) {}

    /** Covers all finite ones of these numbers, with a span even where there are none or one. */
    static Scale covering(DoubleStream values, double start, double end) {
        double[] finite = values.filter(Double::isFinite).toArray();
        double low = DoubleStream.of(finite).min().orElse(0);
        double high = DoubleStream.of(finite).max().orElse(1);
        if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high)) || high == low) {
            double half = low == 0 ? 1 : Math.abs(low) / 2;
            return new Scale(low - half, high + half, start, end);
        }
        return new Scale(low, high, start, end);
    }

    /** The same axis up to the next round numbers. */
    Scale rounded(int about) {
        double step = step(about);
        double below = Math.floor(low / step + 1e-9) * step;
        double above = Math.ceil(high / step - 1e-9) * step;
        return new Scale(below, above, start, end);
    }

    double at(double value) {
        return start + (value - low) / (high - low) * (end - start);
    }

    /** Round numbers within the axis, about so many. */
    Ticks ticks(int about) {
        double step = step(about);
        List<Double> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
            ticks.add(k * step);
        }
        return new Ticks(ticks, step);
    }

    /** A step of 1, 2, 2.5 or 5 times a power of ten that gives at most so many intervals. */
    private double step(int about) {
        double least = (high - low) / Math.max(1, about);
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double digit : new double[] {1, 2, 2.5, 5}) {
            if (digit * power >= least * (1 - 1e-9)) {
                return digit * power;
            }
        }
        return 10 * power;
    }
}
