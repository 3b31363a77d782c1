package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        long missing =
                planned
                        - results.runs().stream()
                                .filter(run -> !run.getMethod().equals(Results.TEACHER))
                                .count();
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
        for (ExperimentRun run : results.runs()) {
            if (Results.isFinished(run) && !run.getMethod().equals(Results.TEACHER)) {
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
        Map<String, Double> frames =
                results.runs().stream()
                        .filter(run -> Results.isFinished(run) && run.getFrames() > 0)
                        .filter(run -> !run.getMethod().equals(Results.TEACHER))
                        .collect(
                                Collectors.groupingBy(
                                        ExperimentRun::getMethod,
                                        TreeMap::new,
                                        Collectors.averagingDouble(ExperimentRun::getFrames)));
        double most = frames.values().stream().mapToDouble(f -> f).max().orElse(0);
        double least = frames.values().stream().mapToDouble(f -> f).min().orElse(0);
        if (frames.size() > 1) {
            boolean equal = most - least <= EQUAL * most;
            checks.add(
                    new Check(
                            equal,
                            equal
                                    ? "All methods trained on about %s environment steps per run."
                                            .formatted(Digits.of(most))
                                    : "Methods trained on %s to %s environment steps per run: budgets are not equal."
                                            .formatted(Digits.of(least), Digits.of(most))));
        }
    }
}
