package org.retain.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.retain.datasets.experiment.ExperimentRun;

/** The runs of a sweep by what it varies. */
final class Sweep {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ExperimentRun> runs;

    /** By the name of the run: a record of Avro hashes all its fields each time. */
    private final Map<String, Map<String, Double>> parameters = new HashMap<>();

    Sweep(List<ExperimentRun> runs) {
        this.runs = runs;
        runs.forEach(run -> parameters.put(run.getRun(), parametersOf(run)));
    }

    /** The value of a parameter; not a number where the run has none. */
    double of(ExperimentRun run, String parameter) {
        return parameters.getOrDefault(run.getRun(), Map.of()).getOrDefault(parameter, Double.NaN);
    }

    /** All values of a parameter, ascending. */
    List<Double> values(String parameter) {
        TreeSet<Double> values = new TreeSet<>();
        parameters.values().forEach(p -> values.add(p.getOrDefault(parameter, Double.NaN)));
        values.remove(Double.NaN);
        return List.copyOf(values);
    }

    /** The value of one parameter at which another takes the most values; of equals the largest. */
    double anchor(String parameter, String varied) {
        Map<Double, TreeSet<Double>> found = new TreeMap<>();
        runs.forEach(
                run ->
                        found.computeIfAbsent(of(run, parameter), key -> new TreeSet<>())
                                .add(of(run, varied)));
        return found.entrySet().stream()
                .max(
                        Comparator.<Map.Entry<Double, TreeSet<Double>>>comparingInt(
                                        e -> e.getValue().size())
                                .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(Double.NaN);
    }

    /** How many values a parameter takes where another has this one. */
    long valuesAt(String held, double at, String varied) {
        return runs.stream()
                .filter(run -> of(run, held) == at)
                .map(run -> of(run, varied))
                .distinct()
                .count();
    }

    /** The runs of a method with these values. */
    List<ExperimentRun> runs(String method, String a, double valueOfA, String b, double valueOfB) {
        List<ExperimentRun> found = new ArrayList<>();
        for (ExperimentRun run : runs) {
            if (run.getMethod().equals(method)
                    && of(run, a) == valueOfA
                    && of(run, b) == valueOfB) {
                found.add(run);
            }
        }
        return found;
    }

    private static Map<String, Double> parametersOf(ExperimentRun run) {
        if (run.getParameters().isBlank()) {
            return Map.of();
        }
        try {
            return JSON.readValue(
                    run.getParameters(), new TypeReference<TreeMap<String, Double>>() {});
        } catch (JsonProcessingException e) {
            throw new ReportException(
                    "The parameters of run %s are %s, expected a JSON object of numbers; see runs.parquet"
                            .formatted(run.getRun(), run.getParameters()),
                    e);
        }
    }
}
