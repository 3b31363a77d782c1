package org.retain.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retain.jobs.command.Summary;
import org.retain.operators.evaluation.EvaluationReport;

/** What the NetHack demo says: a line or two for each station, and the course of training. */
final class NetHackOutput {

    private static final List<String> FIGURES =
            List.of("loss", "retention_loss", "retention_coefficient");
    private static final String LOSS = "/figures/loss";
    private static final int LINES = 12;

    private final PrintStream out;

    NetHackOutput(PrintStream out) {
        this.out = out;
    }

    void preprocessed(Map<String, Object> done, double seconds) {
        print(
                "preprocess  %s games, %,d frames to Parquet in %.1f s",
                done.get("games"), (long) done.get("frames"), seconds);
    }

    void pretrained(Map<String, Object> done, double seconds) {
        print(
                "pretrain    %,d updates on two games in %.1f s; the third game's player presses the policy's first choice in %.1f %% of steps",
                (long) done.get("updates"), seconds, 100 * (double) done.get("held_out_accuracy"));
    }

    void evaluated(String who, EvaluationReport report, double seconds) {
        print(
                "evaluate    the %s plays %d games of NetHack in %.1f s: score %.0f on average, IQM %.0f [%.0f, %.0f]; %s",
                who,
                report.episodes(),
                seconds,
                report.mean(),
                report.interquartileMean(),
                report.interval().low(),
                report.interval().high(),
                report.endings());
    }

    void fineTuned(ClosedLoop.Outcome outcome, double seconds) {
        FineTuneReport report = outcome.report();
        print(
                "finetune    %,d steps of %,d games and what is under way; PPO with kickstarting, in %.1f s",
                outcome.steps(), outcome.episodes(), seconds);
        print(
                "  learner   %,d segments of %,d steps in batches, %,.0f steps/s; each line the mean since the one above:",
                report.count("assemble.drivingRows"),
                report.count("assemble.steps"),
                report.count("assemble.steps") / seconds);
        print("    %7s %9s %16s %12s", "updates", "loss", "KL to teacher", "coefficient");
        for (Map<String, Object> line : course(report)) {
            // Rounding may take a divergence of 0 to either side of it.
            double divergence = Math.max(0, (double) line.get(FIGURES.get(1)));
            print(
                    "    %7d %9.4f %16.6f %12.4f",
                    line.get("updates"),
                    line.get(FIGURES.get(0)),
                    divergence,
                    line.get(FIGURES.get(2)));
        }
        report.dropped().forEach((reason, count) -> print("  dropped   %,d %s", count, reason));
    }

    /** The run's figures, of teacher and student. */
    static Summary summary(
            Map<String, Object> teacher,
            EvaluationReport before,
            ClosedLoop.Outcome outcome,
            EvaluationReport after,
            double seconds) {
        FineTuneReport report = outcome.report();
        Map<String, Object> all = report.summary().values();
        List<Map<String, Object>> course = course(report);
        Summary summary =
                new Summary()
                        .with("teacher", teacher.get("weights"))
                        .with("teacher_updates", teacher.get("updates"))
                        .with("held_out_accuracy", teacher.get("held_out_accuracy"))
                        .with("held_out_cross_entropy", teacher.get("held_out_cross_entropy"));
        all.forEach(
                (name, value) -> {
                    if (!name.equals("figures")) {
                        summary.with(name, value);
                    }
                });
        Map<String, Object> last = course.isEmpty() ? Map.of() : course.get(course.size() - 1);
        FIGURES.forEach(figure -> summary.with(figure, last.get(figure)));
        return summary.with("learning_curve", course)
                .with("played_steps", outcome.steps())
                .with("episodes", before.episodes())
                .with("teacher_score", before.mean())
                .with("student_score", after.mean())
                .with("seconds", seconds);
    }

    /**
     * The learner's figures: those of the first update, then means over equally many updates in
     * about {@value #LINES} lines.
     */
    private static List<Map<String, Object>> course(FineTuneReport report) {
        List<Map<String, Object>> course = new ArrayList<>();
        List<JsonNode> updates =
                report.learner().stream().filter(u -> u.at(LOSS).isNumber()).toList();
        int from = 0;
        int each = Math.max(1, (updates.size() + LINES - 1) / LINES);
        for (int to = 1; to <= updates.size(); to++) {
            if (to == 1 || to % each == 0 || to == updates.size()) {
                course.add(means(updates.subList(from, to)));
                from = to;
            }
        }
        return course;
    }

    private static Map<String, Object> means(List<JsonNode> updates) {
        Map<String, Object> means = new LinkedHashMap<>();
        means.put("updates", updates.get(updates.size() - 1).path("updates").asLong());
        for (String figure : FIGURES) {
            double sum = 0;
            for (JsonNode update : updates) {
                sum += update.path("figures").path(figure).asDouble();
            }
            means.put(figure, sum / updates.size());
        }
        return means;
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
