package org.retain.jobs;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retain.jobs.command.Summary;

/** What the AppleRetrieval demo says. */
final class AppleOutput {

    private final PrintStream out;

    AppleOutput(PrintStream out) {
        this.out = out;
    }

    void trained(AppleLearner learner) {
        print(
                "%-10s REINFORCE on %s, retention %s: %d updates of %d episodes in %.1f s",
                learner.name(),
                learner.name().equals("teacher") ? "phase 2" : "the whole task",
                learner.method(),
                learner.course().lastKey(),
                AppleConfiguration.BATCH,
                learner.seconds());
    }

    void course(List<AppleLearner> students) {
        StringBuilder head = new StringBuilder("%10s".formatted("updates"));
        students.forEach(
                s -> head.append("  %18s  %18s".formatted(s.name() + " phase 2", "whole task")));
        print("%s", head);
        for (long updates : students.get(0).course().keySet()) {
            StringBuilder line = new StringBuilder("%10d".formatted(updates));
            for (AppleLearner student : students) {
                AppleScore score = student.course().get(updates);
                line.append(
                        score == null
                                ? "  %18s  %18s".formatted("-", "-")
                                : String.format(
                                        Locale.ROOT,
                                        "  %18.2f  %18.2f",
                                        score.phase2(),
                                        score.whole()));
            }
            print("%s", line);
        }
    }

    void scores(Map<String, AppleScore> scores) {
        print("%10s  %18s  %26s", "who", "phase-2 success", "success on the whole task");
        scores.forEach(
                (name, score) ->
                        print("%10s  %18.2f  %26.2f", name, score.phase2(), score.whole()));
    }

    static Summary summary(
            List<AppleLearner> learners, Map<String, AppleScore> scores, double seconds) {
        Summary summary = new Summary();
        for (AppleLearner learner : learners) {
            List<Map<String, Object>> course = new ArrayList<>();
            learner.course()
                    .forEach(
                            (updates, score) -> {
                                Map<String, Object> point = new LinkedHashMap<>();
                                point.put("updates", updates);
                                point.putAll(score.values());
                                course.add(point);
                            });
            AppleScore score = scores.get(learner.name());
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("retention", learner.method());
            values.put("updates", learner.course().lastKey());
            values.put("weights", learner.weights().toString());
            values.putAll(score.values());
            values.put("course", course);
            values.put("seconds", learner.seconds());
            summary.with(learner.name(), values);
        }
        return summary.with("seconds", seconds);
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
