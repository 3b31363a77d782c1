package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.retain.datasets.experiment.ExperimentRun;

/** Whether an experiment was carried out in full. */
final class RunChecks {

    private static final double EQUAL = 0.02;

    private RunChecks() {}

    static List<Check> of(Results results) {
        List<Check> checks = new ArrayList<>();
        finished(results, checks);
        seeds(results, checks);
        budgets(results, checks);
        long odd = results.where(m -> !Double.isFinite(m.getValue())).size();
        if (odd > 0) {
            String names =
                    results.where(m -> !Double.isFinite(m.getValue())).stream()
                            .map(m -> m.getMeasure())
                            .distinct()
                            .collect(Collectors.joining(", "));
            checks.add(
                    new Check(
                            false,
                            "%s measurements are no finite numbers and are left out: %s."
                                    .formatted(Digits.count(odd), names)));
        }
        results.problems().forEach(problem -> checks.add(new Check(false, problem)));
        return checks;
    }

    private static void finished(Results results, List<Check> checks) {
        List<ExperimentRun> failed =
                results.runs().stream().filter(run -> !Results.isFinished(run)).toList();
        long known = results.runs().size();
        long planned = results.settings().planned();
        if (!failed.isEmpty()) {
            String which =
                    failed.stream()
                            .limit(5)
                            .map(run -> "%s (%s)".formatted(run.getRun(), run.getEnded()))
                            .collect(Collectors.joining(", "));
            checks.add(
                    new Check(
                            false,
                            "%d of %d runs did not finish: %s%s."
                                    .formatted(
                                            failed.size(),
                                            known,
                                            which,
                                            failed.size() > 5 ? " and more" : "")));
        } else if (known > 0) {
            checks.add(new Check(true, "All %s runs finished.".formatted(Digits.count(known))));
        }
        long missing = planned - results.students().size();
        if (planned > 0 && missing > 0) {
            checks.add(
                    new Check(
                            false,
                            "%s of %s planned runs are not in the results."
                                    .formatted(Digits.count(missing), Digits.count(planned))));
        }
    }

    private static void seeds(Results results, List<Check> checks) {
        if (results.settings().kind().equals("two-state-mdp")) {
            return;
        }
        Map<String, Map<Long, Integer>> seeds = new TreeMap<>();
        for (ExperimentRun run : results.students()) {
            if (Results.isFinished(run)) {
                seeds.computeIfAbsent(run.getMethod(), key -> new TreeMap<>())
                        .merge(run.getSeed(), 1, Integer::sum);
            }
        }
        Palette palette = results.palette();
        seeds.forEach(
                (method, own) -> {
                    if (own.size() < Spread.FEWEST) {
                        checks.add(
                                new Check(
                                        false,
                                        "%s has %d finished seed%s, fewer than %d: no interval over seeds."
                                                .formatted(
                                                        palette.of(method).label(),
                                                        own.size(),
                                                        own.size() == 1 ? "" : "s",
                                                        Spread.FEWEST)));
                    }
                });
    }

    /** Only methods that were trained; a teacher is there before. */
    private static void budgets(Results results, List<Check> checks) {
        Range frames = Range.of(results, ExperimentRun::getFrames);
        Range updates = Range.of(results, ExperimentRun::getUpdates);
        if (frames.methods() < 2) {
            return;
        }
        String spread =
                "%s to %s environment steps per run"
                        .formatted(Digits.of(frames.least()), Digits.of(frames.most()));
        if (frames.isEqual()) {
            checks.add(
                    new Check(
                            true,
                            "All methods trained on about %s environment steps per run."
                                    .formatted(Digits.of(frames.most()))));
        } else if (updates.isEqual()) {
            checks.add(
                    new Check(
                            true,
                            "All methods made %s updates per run; their episodes came to %s."
                                    .formatted(Digits.count((long) updates.most()), spread)));
        } else {
            checks.add(
                    new Check(false, "Methods trained on " + spread + ": budgets are not equal."));
        }
    }

    /** The means of the methods' budgets from the smallest to the largest. */
    private record Range(int methods, double least, double most) {

        static Range of(Results results, ToLongFunction<ExperimentRun> budget) {
            Map<String, Double> means =
                    results.students().stream()
                            .filter(run -> Results.isFinished(run) && run.getFrames() > 0)
                            .collect(
                                    Collectors.groupingBy(
                                            ExperimentRun::getMethod,
                                            TreeMap::new,
                                            Collectors.averagingLong(budget)));
            return new Range(
                    means.size(),
                    means.values().stream().mapToDouble(mean -> mean).min().orElse(0),
                    means.values().stream().mapToDouble(mean -> mean).max().orElse(0));
        }

        boolean isEqual() {
            return most - least <= EQUAL * most;
        }
    }
}
