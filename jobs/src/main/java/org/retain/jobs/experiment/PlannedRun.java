package org.retain.jobs.experiment;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run that an experiment asks for.
 *
 * @param name unique within the experiment, fit for a file name: method, parameters, seed
 * @param method label of the arm
 * @param seed of all that is random in it
 * @param parameters what the experiment sweeps, by name
 * @param options those of all runs under those of the method, by key
 */
public record PlannedRun(
        String name,
        String method,
        long seed,
        SortedMap<String, Double> parameters,
        SortedMap<String, String> options) {

    static PlannedRun of(
            String method,
            long seed,
            Map<String, Double> parameters,
            Map<String, String> shared,
            Map<String, String> own) {
        StringBuilder name = new StringBuilder(method);
        parameters.forEach((key, value) -> name.append('-').append(key).append(text(value)));
        SortedMap<String, String> options = new TreeMap<>(shared);
        options.putAll(own);
        return new PlannedRun(
                name.append('-').append(seed).toString(),
                method,
                seed,
                new TreeMap<>(parameters),
                options);
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
