package org.retain.jobs;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.retain.datasets.experiment.Measurement;

/** Tells a person what a probe measured: a table for each measure, a line for each update. */
final class ProbeTable {

    private ProbeTable() {}

    static void print(List<Measurement> measurements, PrintStream out) {
        Map<String, Map<Long, Map<String, Double>>> tables = new LinkedHashMap<>();
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        for (Measurement m : measurements) {
            String column = m.getStratum().isEmpty() ? "all" : m.getStratum();
            columns.computeIfAbsent(m.getMeasure(), name -> new LinkedHashSet<>()).add(column);
            tables.computeIfAbsent(m.getMeasure(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(m.getUpdate(), update -> new LinkedHashMap<>())
                    .put(column, m.getValue());
        }
        tables.forEach(
                (measure, rows) -> {
                    StringBuilder head = new StringBuilder(format("%-16s", measure));
                    columns.get(measure).forEach(column -> head.append(format(" %12s", column)));
                    out.println(head);
                    rows.forEach(
                            (update, values) -> row(update, columns.get(measure), values, out));
                    out.println();
                });
    }

    private static void row(
            long update, Set<String> columns, Map<String, Double> values, PrintStream out) {
        StringBuilder line = new StringBuilder(format("%-16s", format("update %,d", update)));
        for (String column : columns) {
            Double value = values.get(column);
            line.append(format(" %12s", value == null ? "" : format("%.4f", value)));
        }
        out.println(line.toString().stripTrailing());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
