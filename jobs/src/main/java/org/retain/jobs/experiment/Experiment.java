package org.retain.jobs.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an experiment's file says, its quick form already chosen.
 *
 * @param name of the experiment, fit for a file name
 * @param description what it shows, for a reader
 * @param kind what its runs are
 * @param seeds of the runs of each method
 * @param methods options in which each arm differs, by the arm's label, in the file's order
 * @param sweep values of each parameter, all of which are combined
 * @param sections options of the stations, by key; a section that the file lacks is absent
 */
public record Experiment(
        String name,
        String description,
        ExperimentKind kind,
        List<Long> seeds,
        Map<String, Map<String, String>> methods,
        Map<String, List<Double>> sweep,
        Map<Section, Map<String, String>> sections) {

    /** The options of a station; empty where the file lacks the section. */
    public Map<String, String> options(Section section) {
        return sections.getOrDefault(section, Map.of());
    }

    /** Whether the file has the section. */
    public boolean has(Section section) {
        return sections.containsKey(section);
    }

    /**
     * All runs: by the values of what is swept, then seed by seed, and for each the methods in
     * order, so that one that is stopped early has compared them.
     */
    public List<PlannedRun> runs() {
        List<PlannedRun> runs = new ArrayList<>();
        for (Map<String, Double> parameters : combinations()) {
            for (long seed : seeds) {
                methods.forEach(
                        (method, own) ->
                                runs.add(
                                        PlannedRun.of(
                                                method,
                                                seed,
                                                parameters,
                                                options(Section.OPTIONS),
                                                own)));
            }
        }
        return runs;
    }

    /** The value of an option in any of the methods, or in what they share. */
    public boolean anyMethodHas(String key, String value) {
        return runs().stream()
                .map(run -> Optional.ofNullable(run.options().get(key)))
                .anyMatch(found -> found.filter(value::equalsIgnoreCase).isPresent());
    }

    private List<Map<String, Double>> combinations() {
        List<Map<String, Double>> combinations = List.of(Map.of());
        for (var parameter : sweep.entrySet()) {
            List<Map<String, Double>> longer = new ArrayList<>();
            for (Map<String, Double> shorter : combinations) {
                for (double value : parameter.getValue()) {
                    Map<String, Double> combination = new TreeMap<>(shorter);
                    combination.put(parameter.getKey(), value);
                    longer.add(combination);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
