package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.retain.datasets.experiment.Measurement;
import org.retain.operators.evaluation.Stratum;

/** What episodes do close to the start of a game and far from it, by turns. */
final class TurnsSection {

    static final List<String> MEASURES = List.of("reached", "survival", "return");

    private TurnsSection() {}

    static Section of(Results results) {
        Set<String> strata = Strata.in(results.where(TurnsSection::shows));
        Table table =
                new Table(
                        "Play by time in game",
                        "Part of the game, method",
                        "Episodes that get there",
                        "Of these, get beyond",
                        "Score gathered there");
        for (String stratum : strata) {
            for (Palette.Style style : results.palette().styles()) {
                List<String> cells = new ArrayList<>();
                cells.add("%s, %s".formatted(Strata.title(Stratum.TURNS, stratum), style.label()));
                boolean any = false;
                for (String measure : MEASURES) {
                    Spread spread =
                            Finals.of(results, measure, Stratum.TURNS, stratum)
                                    .spread(style.method());
                    any |= spread.runs() > 0;
                    cells.add(Figure.cell(measure.equals("return") ? spread : spread.within(0, 1)));
                }
                if (any) {
                    table.row(cells);
                }
            }
        }
        List<Element> content = new ArrayList<>();
        if (!table.isEmpty()) {
            content.add(
                    Element.of(
                            "p",
                            "Shares of episodes and scores by the game’s own clock. Mean over seeds with its 95\u00a0% interval."));
            content.add(table.draw());
        }
        return new Section("turns", "Play by time in game", String.join(", ", MEASURES), content);
    }

    /** Whether this section shows it. */
    static boolean shows(Measurement m) {
        return m.getStratumKind().equals(Stratum.TURNS) && MEASURES.contains(m.getMeasure());
    }
}
