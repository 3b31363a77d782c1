package org.retain.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.jobs.experiment.ExperimentDirectory;

/** What was run, when, with what, and how to run it again. */
final class HeadSection {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Results results;
    private final Map<String, String> lineage = new TreeMap<>();

    private HeadSection(Results results) {
        this.results = results;
        for (ExperimentRun run : results.runs()) {
            flat(run.getLineage())
                    .forEach((key, value) -> lineage.merge(key, value, HeadSection::common));
        }
        results.lineage().forEach(lineage::putIfAbsent);
    }

    /** The facts below the page's title. */
    static List<Element> facts(Results results, String written) {
        HeadSection head = new HeadSection(results);
        List<Element> facts = new ArrayList<>();
        facts.add(
                Element.of("dl")
                        .with("class", "facts")
                        .addAll(
                                List.of(
                                        fact("Runs", head.runs()),
                                        fact("Time of all runs", head.time()),
                                        fact("Results written", written),
                                        fact("Versions", head.versions()))));
        return facts;
    }

    /** Commands, settings and all runs. */
    static Section repeat(Results results) {
        HeadSection head = new HeadSection(results);
        List<Element> content = new ArrayList<>();
        content.add(
                Element.of("pre", Element.of("code", String.join("\n", head.commands())))
                        .with("tabindex", 0));
        content.add(
                folded(
                        "The experiment’s file, complete",
                        Element.of("pre", Element.of("code", results.settings().text()))
                                .with("tabindex", 0)));
        if (!head.lineage.isEmpty()) {
            Table table = new Table("Lineage", "What", "Value");
            head.lineage.forEach((key, value) -> table.row(key, value));
            content.add(folded("Lineage: options, hashes, versions", table.draw()));
        }
        content.add(folded("All runs", head.table()));
        return new Section("repeat", "How to repeat it", "", content);
    }

    private String runs() {
        long all = results.runs().size();
        long finished = results.runs().stream().filter(Results::isFinished).count();
        String planned =
                results.settings().planned() > results.students().size()
                        ? ", %s planned".formatted(Digits.count(results.settings().planned()))
                        : "";
        return "%s finished, %s failed%s"
                .formatted(Digits.count(finished), Digits.count(all - finished), planned);
    }

    private String time() {
        double seconds = results.runs().stream().mapToDouble(ExperimentRun::getSeconds).sum();
        return seconds > 0 ? Digits.duration(seconds) : "not recorded for single runs";
    }

    private String versions() {
        String versions =
                lineage.entrySet().stream()
                        .filter(e -> e.getKey().startsWith("version"))
                        .map(e -> e.getKey().replaceFirst("^versions?\\.", "") + " " + e.getValue())
                        .collect(Collectors.joining(" · "));
        return versions.isEmpty() ? "not recorded" : versions;
    }

    private List<String> commands() {
        String given = lineage.get(ExperimentDirectory.COMMAND);
        String name = results.settings().name();
        return given != null
                ? List.of(given)
                : List.of(
                        "# with experiment.yaml as it stands in this directory",
                        "./retain experiment experiment.yaml --output %s-again".formatted(name),
                        "./retain report %s-again".formatted(name));
    }

    private Element table() {
        Table table =
                new Table(
                        "All runs",
                        "Run",
                        "Method",
                        "Seed",
                        "Parameters",
                        "Steps",
                        "Updates",
                        "Time",
                        "Ended",
                        "Weights (SHA-256)");
        Palette palette = results.palette();
        for (ExperimentRun run : results.runs()) {
            String sha = run.getWeightsSha256();
            table.row(
                    run.getRun(),
                    palette.of(run.getMethod()).label(),
                    run.getSeed(),
                    run.getParameters(),
                    Digits.count(run.getFrames()),
                    Digits.count(run.getUpdates()),
                    run.getSeconds() > 0 ? Digits.duration(run.getSeconds()) : "",
                    run.getEnded(),
                    sha.length() > 12 ? sha.substring(0, 12) + "…" : sha);
        }
        return table.draw();
    }

    private static Element fact(String name, String value) {
        return Element.of("div", Element.of("dt", name), Element.of("dd", value));
    }

    private static Element folded(String summary, Element content) {
        return Element.of("details", Element.of("summary", summary), content);
    }

    private static String common(String one, String other) {
        return one.equals(other) ? one : "differs between runs";
    }

    private static Map<String, String> flat(String json) {
        Map<String, String> flat = new TreeMap<>();
        try {
            flatten("", JSON.readTree(json.isBlank() ? "{}" : json), flat);
        } catch (IOException e) {
            flat.put("lineage", json);
        }
        return flat;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> flat) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(
                            e ->
                                    flatten(
                                            prefix.isEmpty()
                                                    ? e.getKey()
                                                    : prefix + "." + e.getKey(),
                                            e.getValue(),
                                            flat));
        } else if (!node.isObject()) {
            flat.put(prefix, node.asText(node.toString()));
        }
    }
}
