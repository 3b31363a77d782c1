package org.retain.jobs;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.retain.operators.evaluation.EvaluationReport;
import org.retain.operators.evaluation.PlaceRow;
import org.retain.operators.evaluation.Visitation;

/** Tells a person what the episodes of an evaluation came to. */
final class EvaluationTable {

    private static final int UNKNOWN = -1;

    private final PrintStream out;

    private EvaluationTable(PrintStream out) {
        this.out = out;
    }

    static void print(EvaluationReport report, PrintStream out) {
        EvaluationTable table = new EvaluationTable(out);
        table.score(report);
        table.measures(report.measures());
        table.places(report);
        table.lengths(report);
        table.endings(report.endings());
    }

    private void score(EvaluationReport report) {
        line(
                "%s: mean %s, median %s, IQM %s (95 %% interval %s to %s), %,d episodes",
                report.scoreName(),
                number(report.mean()),
                number(report.median()),
                number(report.interquartileMean()),
                number(report.interval().low()),
                number(report.interval().high()),
                report.episodes());
    }

    private void measures(Map<String, Double> measures) {
        line("");
        line("%-18s %12s", "measure", "mean");
        measures.forEach((name, mean) -> line("%-18s %12s", name, number(mean)));
    }

    /** Reached counts episodes that got at least so far, the others those that were there. */
    private void places(EvaluationReport report) {
        Map<Integer, Double> shares = new HashMap<>();
        report.visitation().rows().forEach(row -> shares.put(row.place(), row.share()));
        line("");
        line(
                "%-18s %12s %12s %12s %12s %14s",
                report.place(), "this or more", "episodes", "steps", "reward", "from there on");
        for (PlaceRow row : report.places()) {
            Double share = shares.get(row.place());
            line(
                    "%-18s %12s %,12d %12s %12s %14s",
                    row.place() == UNKNOWN ? "unknown" : row.place(),
                    share == null ? "" : format("%.1f %%", 100 * share),
                    row.episodes(),
                    number(row.steps()),
                    number(row.reward()),
                    number(row.rewardFromThere()));
        }
    }

    private void lengths(EvaluationReport report) {
        Visitation visitation = report.visitation();
        if (visitation.rows().isEmpty()) {
            return;
        }
        line("");
        line("Episodes by furthest %s and %s at the end", report.place(), visitation.unit());
        StringBuilder head = new StringBuilder(format("%-18s", visitation.unit() + " from"));
        for (int bin = 0; bin < visitation.rows().get(0).lengths().size(); bin++) {
            head.append(format(" %,8d", bin * visitation.binWidth()));
        }
        line("%s", head);
        for (Visitation.Row row : visitation.rows()) {
            StringBuilder line = new StringBuilder(format("%-18d", row.place()));
            row.lengths()
                    .forEach(
                            count ->
                                    line.append(count == 0 ? "        ." : format(" %,8d", count)));
            line("%s", line);
        }
    }

    private void endings(Map<String, Long> endings) {
        line("");
        endings.forEach((ending, count) -> line("%-18s %,12d", "ended " + ending, count));
        line("");
    }

    private void line(String format, Object... values) {
        out.println(format(format, values).stripTrailing());
    }

    private static String number(double value) {
        return Math.abs(value) >= 1000 ? format("%,.0f", value) : format("%.2f", value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
