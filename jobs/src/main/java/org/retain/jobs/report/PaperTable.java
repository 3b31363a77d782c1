package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retain.datasets.episode.Episode;

/** The means of table 4 of Wołczyk et al. (2024), and the same figures of these runs. */
final class PaperTable {

    /**
     * A row of the paper.
     *
     * @param method the paper's arm, by our label
     * @param figures score, turns, steps and so on
     */
    record Row(String method, double... figures) {}

    static final List<Row> PAPER =
            List.of(
                    new Row(
                            "scratch", 776, 6696, 13539, 1.06, 4.07, 5862.56, 5.34, 370.62, 0,
                            25.17),
                    new Row(
                            "vanilla", 647, 7756, 13352, 1.02, 2.73, 7161.20, 9.26, 149.70, 0,
                            19.94),
                    new Row(
                            "ewc", 3976, 16725, 35018, 1.41, 6.29, 15896.45, 217.12, 719.70, 0,
                            81.74),
                    new Row(
                            "bc", 7610, 22895, 34560, 1.70, 7.30, 21995.63, 582.33, 959.34, 0,
                            69.89),
                    new Row(
                            "ks", 10588, 24436, 38635, 2.66, 7.73, 23705.56, 857.20, 1551.18, 0.04,
                            90.10));

    private static final List<String> HEADS =
            List.of(
                    "Method",
                    "Whose",
                    "Score",
                    "Turns",
                    "Steps",
                    "Dungeon level",
                    "Experience level",
                    "Eating",
                    "Gold",
                    "Scout",
                    "Sokoban",
                    "Stairs");

    private static final List<String> MEASURES =
            List.of("depth", "experience-level", "eating", "gold", "scout", "sokoban", "staircase");

    private PaperTable() {}

    /** With the paper's digits. */
    private static String printed(double figure) {
        return figure >= 100 ? Digits.of(figure) : String.format(Locale.ROOT, "%.2f", figure);
    }

    static Element of(List<Arm> arms, Palette palette) {
        Table table = new Table("These runs and the paper's table 4", HEADS);
        for (Arm arm : arms) {
            List<Object> cells = new ArrayList<>(List.of(arm.style().label(), "these runs"));
            cells.add(Digits.of(arm.mean(Arm::score)));
            cells.add(Digits.of(arm.mean(Arm::turns)));
            cells.add(Digits.of(arm.mean(Episode::getSteps)));
            MEASURES.forEach(measure -> cells.add(Digits.of(arm.mean(measure))));
            table.row(cells);
        }
        for (Row row : PAPER) {
            List<Object> cells =
                    new ArrayList<>(
                            List.of(
                                    palette.of(row.method()).label(),
                                    Element.of("span", "the paper").with("class", "paper")));
            for (double figure : row.figures()) {
                cells.add(Element.of("i", printed(figure)).with("class", "paper"));
            }
            table.row(cells);
        }
        return Element.of(
                "div",
                Element.of("h3", "Beside the paper’s table 4"),
                Element.of(
                        "p",
                        "Rows marked “the paper” are printed there (Wołczyk et al., ICML 2024, table 4: 1000 episodes of each method’s last checkpoint). They are of another network, another teacher and another budget and were not measured here: only the order of methods can be compared, not sizes."),
                table.draw());
    }
}
