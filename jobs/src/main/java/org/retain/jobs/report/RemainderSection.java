package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.retain.datasets.experiment.Measurement;
import org.retain.operators.evaluation.Stratum;

/** Measures that no plot shows, by their last values, so that nothing measured is hidden. */
final class RemainderSection {

    private static final int MOST_ROWS = 400;

    /** Measures whose strata other sections draw. */
    private static final Set<String> DRAWN = Set.of(Stratum.DEPTH, Stratum.TURNS);

    /** What other sections compute from the episodes themselves, where these are there. */
    private static final List<String> PLAYED =
            List.of(
                    "ending",
                    "level_share",
                    "return_from_level",
                    "visitation",
                    "score_mean",
                    "score_median",
                    "score_iqm",
                    "score_iqm_low",
                    "score_iqm_high",
                    "score_per_turn",
                    "score_per_1000_steps");

    private RemainderSection() {}

    static Section of(Results results) {
        Map<String, List<Measurement>> rows = new TreeMap<>();
        Set<String> drawn = drawn(results);
        Set<String> training = Set.copyOf(TrainingSection.drawn(results));
        for (Measurement m : results.measurements()) {
            boolean trained = TrainingSection.shows(m) && training.contains(m.getMeasure());
            if (!trained && !isDrawn(m, drawn)) {
                String row = m.getMeasure();
                if (!m.getStratum().isEmpty()) {
                    row += ", %s %s".formatted(m.getStratumKind(), m.getStratum());
                }
                rows.computeIfAbsent(row, key -> new ArrayList<>()).add(m);
            }
        }
        List<Element> content = new ArrayList<>();
        if (!rows.isEmpty()) {
            content.add(
                    Element.of(
                            "p",
                            "Last value of each run; mean over runs with its 95\u00a0% interval."));
            content.add(
                    Element.of("details", Element.of("summary", "Numbers"), table(results, rows)));
        }
        return new Section("other", "Other measures", "", content);
    }

    private static Element table(Results results, Map<String, List<Measurement>> rows) {
        List<String> heads = new ArrayList<>(List.of("Measure"));
        results.palette().styles().forEach(style -> heads.add(style.label()));
        Table table = new Table("Other measures", heads);
        rows.entrySet().stream()
                .limit(MOST_ROWS)
                .forEach(
                        row -> {
                            Finals finals = Finals.of(results, row.getValue());
                            List<String> cells = new ArrayList<>(List.of(row.getKey()));
                            for (Palette.Style style : results.palette().styles()) {
                                cells.add(Figure.cell(finals.spread(style.method())));
                            }
                            table.row(cells);
                        });
        return table.draw();
    }

    private static Set<String> drawn(Results results) {
        Set<String> drawn = new HashSet<>(ForgettingSection.MEASURES);
        drawn.addAll(AppleSection.SHARES);
        drawn.add(AppleSection.TRANSFER);
        if (!results.episodes().isEmpty()) {
            drawn.addAll(PLAYED);
        }
        drawn.addAll(
                List.of(
                        TwoStateSection.THETA,
                        TwoStateSection.VALUE,
                        InterferenceFigures.MEASURED,
                        InterferenceFigures.FORMULA,
                        InterferenceFigures.BIAS));
        return drawn;
    }

    private static boolean isDrawn(Measurement m, Set<String> drawn) {
        String kind = m.getStratumKind();
        return switch (kind) {
            case "" -> drawn.contains(m.getMeasure());
            case RepresentationSection.LAYER -> m.getMeasure().equals(RepresentationSection.CKA);
            case TwoStateSection.THETA -> m.getMeasure().equals(TwoStateSection.VALUE);
            case KeySection.KEY -> true;
            default ->
                    TurnsSection.shows(m)
                            || drawn.contains(m.getMeasure()) && PLAYED.contains(m.getMeasure())
                            || DRAWN.contains(kind)
                                    && ForgettingSection.MEASURES.contains(m.getMeasure());
        };
    }
}
