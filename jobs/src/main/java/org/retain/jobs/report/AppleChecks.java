package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.experiment.ExperimentRun;

/** Whether AppleRetrieval shows what the paper found. */
final class AppleChecks {

    private static final int SEEDS = 20;
    private static final double SMALL = 0.05;

    /** A smaller difference of shares may be certain, but is none that matters. */
    private static final double LEAST = 0.05;

    private final Results results;
    private final Sweep sweep;
    private final List<Check> checks = new ArrayList<>();

    private AppleChecks(Results results) {
        this.results = results;
        sweep = new Sweep(results.runs());
    }

    static List<Check> of(Results results) {
        AppleChecks checks = new AppleChecks(results);
        if (!results.of("phase_2_success").isEmpty()) {
            checks.seeds();
            checks.fallsWithScale();
            checks.fallsWithDistance();
            checks.kept();
            checks.keptEverywhere();
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
            boolean fell = worse.high() < better.low() && better.mean() - worse.mean() >= LEAST;
            checks.add(
                    new Check(
                            fell,
                            "Vanilla’s phase-2 success at %s: from %s to %s%s."
                                    .formatted(
                                            where,
                                            Figure.cell(better),
                                            Figure.cell(worse),
                                            fell ? "" : ", no clear fall of 5 points or more")));
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

    /** Whether a method that retains is anywhere worse than vanilla. */
    private void keptEverywhere() {
        Finals finals = Finals.of(results, "phase_2_success");
        for (String method : List.of("bc", "ks", "ewc")) {
            int settings = 0;
            int worse = 0;
            String worst = "";
            double largest = 0;
            for (double distance : sweep.values(AppleSection.DISTANCE)) {
                for (double c : sweep.values(AppleSection.SCALE)) {
                    Spread own = at(finals, method, distance, c);
                    Spread vanilla = at(finals, Results.VANILLA, distance, c);
                    double less = vanilla.mean() - own.mean();
                    settings += Double.isFinite(less) ? 1 : 0;
                    if (own.high() < vanilla.low() && less >= LEAST) {
                        worse++;
                        if (less > largest) {
                            largest = less;
                            worst =
                                    ", the most at M = %s, c = %s: %s against %s"
                                            .formatted(
                                                    Digits.given(distance),
                                                    Digits.given(c),
                                                    Figure.cell(own),
                                                    Figure.cell(vanilla));
                        }
                    }
                }
            }
            if (settings > 0) {
                checks.add(
                        new Check(
                                worse == 0,
                                "%s has clearly less phase-2 success than vanilla in %d of %d settings%s."
                                        .formatted(
                                                results.palette().of(method).label(),
                                                worse,
                                                settings,
                                                worst)));
            }
        }
    }

    private Spread at(Finals finals, String method, double distance, double c) {
        return finals.spread(
                        sweep.runs(method, AppleSection.DISTANCE, distance, AppleSection.SCALE, c))
                .within(0, 1);
    }
}
