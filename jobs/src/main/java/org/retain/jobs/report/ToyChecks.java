package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.experiment.ExperimentRun;

/** Whether the toy problems show what the paper found. */
final class ToyChecks {

    private static final double THETA = 0.01;
    private static final double VALUE = 0.02;
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
            checks.falls(AppleSection.SCALE, AppleSection.DISTANCE, "c", true);
            checks.falls(AppleSection.DISTANCE, AppleSection.SCALE, "M", false);
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
                        Math.abs(theta - gap.theta) <= THETA
                                && Math.abs(value - gap.value) <= VALUE;
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

    /** Whether vanilla's phase 2 gets worse from one end of the sweep to the other. */
    private void falls(String varied, String held, String name, boolean worseWhenSmall) {
        List<Double> values = sweep.values(varied);
        if (values.size() < 2) {
            return;
        }
        double anchor = sweep.anchor(held, varied);
        Finals finals = Finals.of(results, "phase_2_success");
        double first = values.get(0);
        double last = values.get(values.size() - 1);
        double worse = worseWhenSmall ? first : last;
        double better = worseWhenSmall ? last : first;
        Spread low = finals.spread(sweep.runs(Results.VANILLA, held, anchor, varied, worse));
        Spread high = finals.spread(sweep.runs(Results.VANILLA, held, anchor, varied, better));
        if (low.runs() > 0 && high.runs() > 0) {
            boolean fell = low.high() < high.low();
            checks.add(
                    new Check(
                            fell,
                            "Vanilla’s phase-2 success at %s = %s is %s, at %s = %s it is %s%s."
                                    .formatted(
                                            name,
                                            Digits.given(worse),
                                            Figure.cell(low),
                                            name,
                                            Digits.given(better),
                                            Figure.cell(high),
                                            fell ? "" : ": not clearly worse")));
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
