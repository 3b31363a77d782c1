package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** Whether ascents of the two-state MDP end where the paper says. */
final class TwoStateChecks {

    /** Half of the last digit that the paper prints. */
    private static final double PRINTED = 0.005;

    private TwoStateChecks() {}

    static List<Check> of(Results results) {
        List<Check> checks = new ArrayList<>();
        for (TwoStateSection.Gap gap : TwoStateSection.Gap.values()) {
            for (TwoStateSection.Path path : TwoStateSection.paths(results, gap)) {
                double theta = path.end().x();
                double value = path.end().y().mean();
                boolean same =
                        Math.abs(theta - gap.theta) <= PRINTED
                                && Math.abs(value - gap.value) <= PRINTED;
                checks.add(
                        new Check(
                                same,
                                "%s: ascent %s ends at θ = %s, v0 = %s; the paper’s at %s, %s."
                                        .formatted(
                                                gap.title,
                                                path.run(),
                                                Digits.of(theta),
                                                Digits.of(value),
                                                gap.theta,
                                                gap.value)));
            }
        }
        return checks;
    }
}
