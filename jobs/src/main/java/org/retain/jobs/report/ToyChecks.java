package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.experiment.ExperimentRun;

/** Whether the toy problems show what the paper found. */
final class ToyChecks {

    /** Half of the last digit that the paper prints. */
    private static final double PRINTED = 0.005;

    private static final int SEEDS = 20;
    private static final double SMALL = 0.05;

    private final Results results;
    private final Sweep sweep;
    private final List<Check> checks = new ArrayList<>();

    private ToyChecks(Results results) {
        this.results = results;
        sweep = new Sweep(results.runs());
    }

    static List<Check> of(Results results) {
        ToyChecks checks = new ToyChecks(results);
        checks.ends();
        if (!results.of("phase_2_success").isEmpty()) {
            checks.seeds();
            checks.fallsWithScale();
            checks.fallsWithDistance();
            checks.kept();
        }
        double deviation = InterferenceFigures.deviation(results);
        if (Double.isFinite(deviation)) {
            checks.checks.add(
                    new Check(
                            deviation < SMALL,
                            "Interference differs from (1 − c²) / (1 + c²) by %s at most."
                                    .formatted(Digits.of(deviation))));
        }
        return checks.checks;
    }

    /** Where ascents end, against the paper's rounded numbers. */
    private void ends() {
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
    }

    private void seeds() {
        long seeds = results.runs().stream().map(ExperimentRun::getSeed).distinct().count();
        checks.add(new Check(seeds >= SEEDS, "%d seeds; %d were wanted.".formatted(seeds, SEEDS)));
    }

    /**
     * Whether vanilla keeps less of phase 2 with the smallest observation than with the largest.
     */
    private void fallsWithScale() {
        List<Double> scales = sweep.values(AppleSection.SCALE);
        if (scales.isEmpty()) {
            return;
        }
        for (double distance : sweep.values(AppleSection.DISTANCE)) {
            compare(
                    at(distance, scales.get(0)),
                    at(distance, scales.get(scales.size() - 1)),
                    "M = %s, from c = %s to c = %s"
                            .formatted(
                                    Digits.given(distance),
                                    Digits.given(scales.get(scales.size() - 1)),
                                    Digits.given(scales.get(0))));
        }
    }

    /** Likewise with the furthest apple against the nearest, where phases interfere: c below 1. */
    private void fallsWithDistance() {
        List<Double> distances = sweep.values(AppleSection.DISTANCE);
        if (distances.isEmpty()) {
            return;
        }
        for (double scale : sweep.values(AppleSection.SCALE)) {
            if (scale < 1) {
                compare(
                        at(distances.get(distances.size() - 1), scale),
                        at(distances.get(0), scale),
                        "c = %s, from M = %s to M = %s"
                                .formatted(
                                        Digits.given(scale),
                                        Digits.given(distances.get(0)),
                                        Digits.given(distances.get(distances.size() - 1))));
            }
        }
    }

    private Spread at(double distance, double scale) {
        return at(Finals.of(results, "phase_2_success"), Results.VANILLA, distance, scale);
    }

    private void compare(Spread worse, Spread better, String where) {
        if (worse.runs() > 0 && better.runs() > 0 && !worse.equals(better)) {
            boolean fell = worse.high() < better.low();
            checks.add(
                    new Check(
                            fell,
                            "Vanilla’s phase-2 success at %s: from %s to %s%s."
                                    .formatted(
                                            where,
                                            Figure.cell(better),
                                            Figure.cell(worse),
                                            fell ? "" : ", no clear fall")));
        }
    }

    /** Whether the methods that retain keep phase 2 where vanilla loses the most. */
    private void kept() {
        List<Double> scales = sweep.values(AppleSection.SCALE);
        if (scales.isEmpty()) {
            return;
        }
        double distance = sweep.anchor(AppleSection.DISTANCE, AppleSection.SCALE);
        double c = scales.get(0);
        Finals finals = Finals.of(results, "phase_2_success");
        Spread vanilla = at(finals, Results.VANILLA, distance, c);
        for (String method : List.of("bc", "ks", "ewc")) {
            Spread kept = at(finals, method, distance, c);
            if (vanilla.runs() > 0 && kept.runs() > 0) {
                boolean more = kept.low() > vanilla.high();
                checks.add(
                        new Check(
                                more,
                                "Phase-2 success at M = %s, c = %s: %s %s, vanilla %s%s."
                                        .formatted(
                                                Digits.given(distance),
                                                Digits.given(c),
                                                results.palette().of(method).label(),
                                                Figure.cell(kept),
                                                Figure.cell(vanilla),
                                                more ? "" : ": not clearly more")));
            }
        }
    }

    private Spread at(Finals finals, String method, double distance, double c) {
        return finals.spread(
                sweep.runs(method, AppleSection.DISTANCE, distance, AppleSection.SCALE, c));
    }
}
