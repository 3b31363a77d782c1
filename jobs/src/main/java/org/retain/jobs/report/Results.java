package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.jobs.experiment.RunRecord;

/**
 * All that an experiment left.
 *
 * @param settings what its file says
 * @param lineage what all runs follow from, by name; may be empty
 * @param runs one for each run
 * @param measurements of all runs
 * @param episodes of the evaluation of each run, by run; of some runs only, or of none
 * @param problems files that could not be read
 */
record Results(
        Settings settings,
        Map<String, String> lineage,
        List<ExperimentRun> runs,
        List<Measurement> measurements,
        Map<String, List<Episode>> episodes,
        List<String> problems) {

    static final String TEACHER = "teacher";
    static final String VANILLA = "vanilla";

    /** Copies all collections. */
    Results {
        lineage = Map.copyOf(lineage);
        runs = List.copyOf(runs);
        measurements = List.copyOf(measurements);
        episodes = Map.copyOf(episodes);
        problems = List.copyOf(problems);
    }

    /** The run of this name by which measurements are told apart. */
    Map<String, ExperimentRun> byName() {
        Map<String, ExperimentRun> byName = new LinkedHashMap<>();
        runs.forEach(run -> byName.put(run.getRun(), run));
        return byName;
    }

    /** The methods of runs, in the order of the runs. */
    Set<String> methods() {
        Set<String> methods = new LinkedHashSet<>();
        runs.forEach(run -> methods.add(run.getMethod()));
        return methods;
    }

    Palette palette() {
        return new Palette(methods());
    }

    /** The runs that trained; a teacher is there before. */
    List<ExperimentRun> students() {
        return runs.stream().filter(run -> !run.getMethod().equals(TEACHER)).toList();
    }

    /** Whether a run went to its end. */
    static boolean isFinished(ExperimentRun run) {
        return run.getEnded().equals(RunRecord.FINISHED);
    }

    /** Measurements of a measure over all there is. */
    List<Measurement> of(String measure) {
        return of(measure, "");
    }

    /** Measurements of a measure by strata of a kind. */
    List<Measurement> of(String measure, String stratumKind) {
        return where(m -> m.getMeasure().equals(measure) && m.getStratumKind().equals(stratumKind));
    }

    List<Measurement> where(Predicate<Measurement> wanted) {
        return measurements.stream().filter(wanted).toList();
    }

    /** The episodes of each run of a method that has any. */
    List<List<Episode>> episodesOf(String method) {
        List<List<Episode>> found = new ArrayList<>();
        for (ExperimentRun run : runs) {
            List<Episode> played = episodes.getOrDefault(run.getRun(), List.of());
            if (run.getMethod().equals(method) && !played.isEmpty()) {
                found.add(played);
            }
        }
        return found;
    }

    /** The methods that have episodes, in the order of legends. */
    List<Palette.Style> played() {
        return palette().styles().stream()
                .filter(style -> !episodesOf(style.method()).isEmpty())
                .toList();
    }
}
