package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.retain.datasets.episode.Episode;
import org.retain.operators.evaluation.PlaceRow;

/** How far and how long episodes go, and what ends them. */
final class ReachSection {

    private static final int COLUMNS = 12;

    private final List<Arm> arms;

    private ReachSection(List<Arm> arms) {
        this.arms = arms;
    }

    static Section of(List<Arm> arms) {
        ReachSection reach = new ReachSection(arms);
        List<Element> content = new ArrayList<>();
        if (!reach.arms.isEmpty()) {
            content.add(Figure.grid(List.of(reach.endings(), reach.levels())));
            content.add(Element.of("h3", "Deepest level against turns at the end"));
            content.add(
                    Element.of(
                                    "p",
                                    "The darker, the larger the share of the method’s episodes; one scale for all.")
                            .with("class", "note"));
            content.add(Figure.grid(reach.visitation()));
            content.add(Element.of("h3", "Return by level"));
            content.add(reach.places());
        }
        return new Section("reach", "How far episodes go", "episodes", content);
    }

    private Element endings() {
        TreeSet<String> endings = new TreeSet<>();
        arms.forEach(arm -> arm.episodes().forEach(e -> endings.add(e.getEnding())));
        List<BarPlot.Group> groups =
                endings.stream()
                        .map(ending -> group(ending, e -> e.getEnding().equals(ending)))
                        .toList();
        return bars("What ends episodes", "share of episodes", groups);
    }

    private Element levels() {
        int deepest =
                (int)
                        arms.stream()
                                .flatMap(arm -> arm.episodes().stream())
                                .mapToDouble(Arm::furthest)
                                .filter(Double::isFinite)
                                .max()
                                .orElse(1);
        List<BarPlot.Group> groups =
                IntStream.rangeClosed(1, Math.max(1, deepest))
                        .mapToObj(k -> group("level ≥ " + k, e -> Arm.furthest(e) >= k))
                        .toList();
        return bars("Episodes that reach a level", "share of episodes", groups);
    }

    private BarPlot.Group group(String name, Predicate<Episode> wanted) {
        return new BarPlot.Group(
                name,
                arms.stream().map(arm -> new BarPlot.Bar(arm.style(), arm.share(wanted))).toList());
    }

    private Element bars(String title, String axis, List<BarPlot.Group> groups) {
        List<String> heads = new ArrayList<>(List.of(""));
        arms.forEach(arm -> heads.add(arm.style().label()));
        Table numbers = new Table(title, heads);
        for (BarPlot.Group group : groups) {
            List<String> cells = new ArrayList<>(List.of(group.name()));
            group.bars().forEach(bar -> cells.add(Digits.percent(bar.share())));
            numbers.row(cells);
        }
        return Figure.of(title, "", new BarPlot(axis, groups).draw(title), numbers);
    }

    private List<Element> visitation() {
        boolean turns =
                arms.stream()
                        .flatMap(arm -> arm.episodes().stream())
                        .allMatch(e -> Double.isFinite(Arm.turns(e)));
        double longest =
                arms.stream()
                        .flatMap(arm -> arm.episodes().stream())
                        .mapToDouble(e -> length(e, turns))
                        .max()
                        .orElse(1);
        Scale axis = new Scale(0, Math.max(1, longest), 0, 1);
        double width = axis.ticks(COLUMNS).step();
        List<Integer> levels = levelsSeen();
        List<double[][]> shares =
                arms.stream()
                        .map(arm -> shares(arm, levels, turns, width, (int) (longest / width) + 1))
                        .toList();
        double most =
                shares.stream()
                        .flatMap(Arrays::stream)
                        .flatMapToDouble(Arrays::stream)
                        .max()
                        .orElse(1);
        String unit = (turns ? "turns" : "steps") + " at the end";
        List<String> names = levels.stream().map(k -> "level " + k).toList();
        List<Element> maps = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            Palette.Style style = arms.get(i).style();
            HeatMap map = new HeatMap(style, unit, width, names, shares.get(i), most);
            maps.add(Element.of("figure", map.draw(style.label() + ": deepest level by " + unit)));
        }
        return maps;
    }

    private List<Integer> levelsSeen() {
        TreeSet<Integer> seen = new TreeSet<>();
        arms.stream()
                .flatMap(arm -> arm.episodes().stream())
                .mapToDouble(Arm::furthest)
                .filter(Double::isFinite)
                .forEach(k -> seen.add((int) k));
        return seen.isEmpty()
                ? List.of()
                : IntStream.rangeClosed(seen.first(), seen.last()).boxed().toList();
    }

    private static double[][] shares(
            Arm arm, List<Integer> levels, boolean turns, double width, int columns) {
        double[][] shares = new double[levels.size()][columns];
        List<Episode> episodes = arm.episodes();
        for (Episode episode : episodes) {
            int row = levels.indexOf((int) Arm.furthest(episode));
            if (row >= 0) {
                shares[row][(int) (Math.max(0, length(episode, turns)) / width)] +=
                        1.0 / episodes.size();
            }
        }
        return shares;
    }

    private static double length(Episode episode, boolean turns) {
        return turns ? Arm.turns(episode) : episode.getSteps();
    }

    private Element places() {
        Table table =
                new Table(
                        "Return by level",
                        "Method and level",
                        "Episodes there",
                        "Steps there",
                        "Reward there",
                        "Return from first entry to the end");
        for (Arm arm : arms) {
            PlaceRow.of(arm.episodes())
                    .forEach(
                            row ->
                                    table.row(
                                            arm.style().label()
                                                    + ", level "
                                                    + (row.place() < 0 ? "unknown" : row.place()),
                                            Digits.count(row.episodes()),
                                            Digits.of(row.steps()),
                                            Digits.of(row.reward()),
                                            Digits.of(row.rewardFromThere())));
        }
        return table.draw();
    }
}
