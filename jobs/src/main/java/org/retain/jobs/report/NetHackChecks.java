package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retain.operators.evaluation.Statistic;

/** Whether play and probes show what the paper found. */
final class NetHackChecks {

    private static final int EPISODES = 100;

    /** The paper's order of scores, the best first. */
    private static final List<String> ORDER = List.of("ks", "bc", "ewc", "vanilla");

    private final Results results;
    private final List<Arm> arms;
    private final Map<String, Spread> scores = new HashMap<>();
    private final List<Check> checks = new ArrayList<>();

    private NetHackChecks(Results results, List<Arm> arms) {
        this.results = results;
        this.arms = arms;
        arms.forEach(
                arm -> scores.put(arm.style().method(), arm.score(Statistic.INTERQUARTILE_MEAN)));
    }

    static List<Check> of(Results results, List<Arm> arms) {
        NetHackChecks checks = new NetHackChecks(results, arms);
        checks.forgetting();
        checks.levels();
        checks.episodes();
        checks.teacher();
        checks.order();
        return checks.checks;
    }

    /** Vanilla against each method that retains, by the divergence from the teacher. */
    private void forgetting() {
        Finals kl = Finals.of(results, "kl_to_teacher");
        Spread vanilla = kl.spread(Results.VANILLA);
        if (vanilla.runs() == 0) {
            return;
        }
        for (String method : List.of("ks", "bc", "ewc")) {
            Spread other = kl.spread(method);
            if (other.runs() > 0) {
                boolean less = other.high() < vanilla.low();
                checks.add(
                        new Check(
                                less,
                                "KL to the teacher at the end: %s %s nats, vanilla %s%s."
                                        .formatted(
                                                label(method),
                                                Figure.cell(other),
                                                Figure.cell(vanilla),
                                                less ? "" : ": not told apart")));
            }
        }
    }

    private void levels() {
        if (arms.isEmpty()) {
            return;
        }
        long all = arms.stream().mapToLong(arm -> arm.episodes().size()).sum();
        long deeper =
                arms.stream()
                        .flatMap(arm -> arm.episodes().stream())
                        .filter(e -> Arm.furthest(e) > 1)
                        .count();
        checks.add(
                new Check(
                        deeper > 0,
                        deeper > 0
                                ? "%s of %s episodes left dungeon level 1."
                                        .formatted(Digits.count(deeper), Digits.count(all))
                                : "None of %s episodes left dungeon level 1: play says nothing of FAR as deeper levels."
                                        .formatted(Digits.count(all))));
    }

    private void episodes() {
        long fewest =
                arms.stream()
                        .flatMap(arm -> arm.seeds().stream())
                        .mapToLong(List::size)
                        .min()
                        .orElse(0);
        if (!arms.isEmpty()) {
            checks.add(
                    new Check(
                            fewest >= EPISODES,
                            "The run with the fewest episodes has %s; %d were wanted."
                                    .formatted(Digits.count(fewest), EPISODES)));
        }
    }

    private void teacher() {
        Spread teacher = scores.get(Results.TEACHER);
        Spread vanilla = scores.get(Results.VANILLA);
        if (teacher != null && vanilla != null) {
            boolean fell = vanilla.high() < teacher.low();
            checks.add(
                    new Check(
                            fell,
                            "Vanilla’s score %s below the teacher’s: IQM %s, teacher %s."
                                    .formatted(
                                            fell ? "fell" : "did not fall clearly",
                                            cell(vanilla),
                                            cell(teacher))));
        }
    }

    /** Each pair of methods in the paper's order. */
    private void order() {
        for (int i = 0; i < ORDER.size(); i++) {
            for (int j = i + 1; j < ORDER.size(); j++) {
                Spread better = scores.get(ORDER.get(i));
                Spread worse = scores.get(ORDER.get(j));
                if (better != null && worse != null) {
                    compare(ORDER.get(i), better, ORDER.get(j), worse);
                }
            }
        }
    }

    private void compare(String better, Spread high, String worse, Spread low) {
        boolean apart = high.low() > low.high();
        boolean reversed = high.high() < low.low();
        String verdict =
                apart
                        ? "as in the paper"
                        : reversed ? "the other way round than in the paper" : "intervals overlap";
        checks.add(
                new Check(
                        apart,
                        "Score of %s against %s: IQM %s and %s, %s."
                                .formatted(
                                        label(better),
                                        label(worse),
                                        cell(high),
                                        cell(low),
                                        verdict)));
    }

    private String label(String method) {
        return results.palette().of(method).label();
    }

    private static String cell(Spread spread) {
        return Digits.with(spread.mean(), spread.low(), spread.high());
    }
}
