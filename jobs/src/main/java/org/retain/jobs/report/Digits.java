package org.retain.jobs.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as a reader wants them: three digits that count, thousands apart, no false precision. */
final class Digits {

    /** What stands where there is no number. */
    static final String NONE = "–";

    private static final MathContext THREE = new MathContext(3);
    private static final MathContext SIX = new MathContext(6);

    private Digits() {}

    /** Three digits that count, or all that stand before the point. */
    static String of(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return NONE;
        }
        if (size == 0) {
            return "0";
        }
        if (size < 1e-4 || size >= 1e9) {
            return minus(String.format(Locale.ROOT, "%.1e", value));
        }
        if (size >= 100) {
            return minus(String.format(Locale.ROOT, "%,.0f", value));
        }
        BigDecimal rounded = new BigDecimal(value).round(THREE);
        int before = rounded.precision() - rounded.scale();
        return minus(rounded.setScale(3 - before, RoundingMode.HALF_EVEN).toPlainString());
    }

    /** A number that was chosen rather than measured, such as a setting: as it was given. */
    static String given(double value) {
        return Double.isFinite(value)
                ? minus(new BigDecimal(value).round(SIX).stripTrailingZeros().toPlainString())
                : NONE;
    }

    /** A share of 0 to 1 as per cent. */
    static String percent(double share) {
        if (!Double.isFinite(share)) {
            return NONE;
        }
        String format = share == 0 || share == 1 ? "%.0f %%" : "%.1f %%";
        return minus(String.format(Locale.ROOT, format, 100 * share)).replace(' ', '\u00a0');
    }

    /** A whole number with thousands apart. */
    static String count(long value) {
        return minus(String.format(Locale.ROOT, "%,d", value));
    }

    /** A number with an interval, {@code 3.1 [2.8, 3.4]}. */
    static String with(double value, double low, double high) {
        return "%s [%s, %s]".formatted(of(value), of(low), of(high));
    }

    /** The mark of an axis whose marks are this far apart: 200k, 1.5M, 0.25. */
    static String tick(double value, double step) {
        if (Math.abs(value) < step / 1e6) {
            return "0";
        }
        if (step >= 1e6) {
            return tick(value / 1e6, step / 1e6) + "M";
        }
        if (step >= 1e3) {
            return tick(value / 1e3, step / 1e3) + "k";
        }
        int decimals = 0;
        for (double rest = step; decimals < 9 && rest < 1 - 1e-9; rest *= 10) {
            decimals++;
        }
        // A step such as 2.5 needs one digit more than its size says.
        double scaled = step * Math.pow(10, decimals);
        if (Math.abs(scaled - Math.rint(scaled)) > 1e-6) {
            decimals++;
        }
        return minus(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /** A duration as its two largest units. */
    static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return NONE;
        }
        if (seconds < 60) {
            return of(seconds) + "\u00a0s";
        }
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return time.toHours() > 0
                ? "%d\u00a0h %d\u00a0min".formatted(time.toHours(), time.toMinutesPart())
                : "%d\u00a0min %d\u00a0s".formatted(time.toMinutes(), time.toSecondsPart());
    }

    private static String minus(String number) {
        return number.startsWith("-") ? "−" + number.substring(1) : number;
    }
}
