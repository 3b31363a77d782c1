package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retain.datasets.experiment.Measurement;

/** Which keys the policies press. */
final class KeySection {

    static final String KEY = "key";
    private static final int MOST = 10;

    private KeySection() {}

    static Section of(Results results) {
        List<Measurement> all = results.where(m -> m.getStratumKind().equals(KEY));
        Map<String, Finals> byKey = new HashMap<>();
        for (String key : Strata.in(all)) {
            byKey.put(
                    key,
                    Finals.of(
                            results,
                            all.stream().filter(m -> m.getStratum().equals(key)).toList()));
        }
        List<Palette.Style> styles =
                results.palette().styles().stream()
                        .filter(
                                style ->
                                        byKey.values().stream()
                                                .anyMatch(f -> f.spread(style.method()).runs() > 0))
                        .toList();
        List<String> keys = new ArrayList<>(byKey.keySet());
        keys.sort(
                Comparator.comparingDouble((String key) -> -most(byKey.get(key), styles))
                        .thenComparing(Comparator.naturalOrder()));
        List<Element> content = new ArrayList<>();
        if (!keys.isEmpty() && !styles.isEmpty()) {
            content.add(Figure.grid(List.of(figure(keys, byKey, styles))));
        }
        return new Section("keys", "Keys", "measure by key", content);
    }

    private static Element figure(
            List<String> keys, Map<String, Finals> byKey, List<Palette.Style> styles) {
        List<BarPlot.Group> groups = new ArrayList<>();
        List<String> heads = new ArrayList<>(List.of("Key"));
        styles.forEach(style -> heads.add(style.label()));
        Table numbers = new Table("Keys", heads);
        for (String key : keys) {
            List<BarPlot.Bar> bars = new ArrayList<>();
            List<String> cells = new ArrayList<>(List.of(key));
            for (Palette.Style style : styles) {
                double share = byKey.get(key).spread(style.method()).mean();
                bars.add(new BarPlot.Bar(style, share));
                cells.add(Digits.percent(share));
            }
            numbers.row(cells);
            if (groups.size() < MOST) {
                groups.add(new BarPlot.Group(key, bars));
            }
        }
        String title = "Keys pressed in play";
        return Figure.of(
                title,
                "Share of the keys, mean over seeds; those with the largest share in any method.",
                new BarPlot("share of keys", groups).draw(title),
                numbers);
    }

    private static double most(Finals finals, List<Palette.Style> styles) {
        return styles.stream()
                .mapToDouble(style -> finals.spread(style.method()).mean())
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }
}
