package org.retain.operators.evaluation;

/**
 * How much sooner a policy succeeds that was pre-trained than one from scratch: FT = (AUC − AUC_b)
 * / (1 − AUC_b), where AUC = (1/T) ∫ p(t) dt over the success rate p of the pre-trained policy and
 * AUC_b that of the other (Wołczyk et al., 2021, "Continual World", section 4). 1 is success from
 * the start, 0 no difference, less than 0 harm.
 */
public final class ForwardTransfer {

    private ForwardTransfer() {}

    /**
     * The forward transfer of two curves at the same times.
     *
     * @param times at least two, rising
     * @param fineTuned success rates of the pre-trained policy, 0 to 1
     * @param scratch those of the other
     * @return no finite number when the other succeeds all the time
     */
    public static double of(double[] times, double[] fineTuned, double[] scratch) {
        double base = area(times, scratch);
        return (area(times, fineTuned) - base) / (1 - base);
    }

    /**
     * The mean height of a curve that is straight between its points: the trapezoid rule.
     *
     * @param times at least two, rising
     * @throws IllegalArgumentException when there are fewer, they do not rise, or there is another
     *     number of values
     */
    public static double area(double[] times, double[] values) {
        if (times.length < 2 || values.length != times.length) {
            throw new IllegalArgumentException(
                    "%d times and %d values, expected at least 2 and as many"
                            .formatted(times.length, values.length));
        }
        double sum = 0;
        for (int i = 1; i < times.length; i++) {
            double width = times[i] - times[i - 1];
            if (!(width > 0)) {
                throw new IllegalArgumentException(
                        "Time %s follows %s, expected times that rise"
                                .formatted(times[i], times[i - 1]));
            }
            sum += width * (values[i] + values[i - 1]) / 2;
        }
        return sum / (times[times.length - 1] - times[0]);
    }
}
