package org.retain.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the report of an experiment.
 *
 * <pre>{@code
 * Path page = ReportWriter.write(Path.of("experiments/nethack-small"));
 * }</pre>
 *
 * <p>The page is one file that needs nothing else: style and plots are within it, there is no
 * script. It is made of {@code experiment.yaml}, {@code results/*.parquet} and, where there are
 * any, {@code results/episodes/<run>.parquet} and {@code lineage.json}; what results do not hold is
 * left out, and the page says so. The same results give the same page.
 */
public final class ReportWriter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.UK)
                    .withZone(ZoneOffset.UTC);

    private ReportWriter() {}

    /**
     * Reads the results of an experiment and writes {@code report/index.html} beside them; an older
     * page is replaced at once.
     *
     * @param experimentDirectory where {@code ./retain experiment} left it
     * @return the page
     * @throws ReportException when files that a report needs are absent or no such files
     */
    public static Path write(Path experimentDirectory) throws IOException {
        Results results = ResultsReader.read(experimentDirectory);
        Path runs = experimentDirectory.resolve("results").resolve("runs.parquet");
        String written = TIME.format(Files.getLastModifiedTime(runs).toInstant());
        Path page = experimentDirectory.resolve("report").resolve("index.html");
        Files.createDirectories(page.getParent());
        Path unfinished = page.resolveSibling(".index.html.tmp");
        Files.writeString(unfinished, page(results, written));
        return Files.move(
                unfinished,
                page,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    static String page(Results results, String written) {
        List<Section> sections = sections(results);
        List<Section> shown = sections.stream().filter(section -> !section.isEmpty()).toList();
        String name = results.settings().name();
        Element header =
                Element.of(
                        "header",
                        Element.of("p", "Retain · report of an experiment").with("class", "kicker"),
                        Element.of("h1", name));
        if (!results.settings().description().isEmpty()) {
            header.add(Element.of("p", results.settings().description()).with("class", "lead"));
        }
        header.addAll(HeadSection.facts(results, written));
        Element main = Element.of("main");
        shown.forEach(section -> main.add(section.draw()));
        addAbsences(main, sections, results.settings().kind());
        Element body = Element.of("body", header, contents(shown));
        if (!results.palette().styles().isEmpty()) {
            body.add(results.palette().legend());
        }
        Element html = Element.of("html", head(name), body.add(main)).with("lang", "en");
        return "<!DOCTYPE html>\n" + html.render();
    }

    /** The order of the page: what was found, then the rest. */
    private static List<Section> sections(Results results) {
        List<Arm> arms = Arm.of(results);
        return List.of(
                ShortfallSection.of(results, arms),
                TwoStateSection.of(results),
                AppleSection.of(results),
                ForgettingSection.of(results),
                ScoreSection.of(results, arms),
                ReachSection.of(arms),
                TurnsSection.of(results),
                KeySection.of(results),
                RepresentationSection.of(results),
                TrainingSection.of(results),
                RemainderSection.of(results),
                HeadSection.repeat(results));
    }

    private static void addAbsences(Element main, List<Section> sections, String kind) {
        List<String> expected =
                switch (kind) {
                    case "two-state-mdp" -> List.of("two-state");
                    case "apple-retrieval" -> List.of("apple");
                    case "nethack" ->
                            List.of(
                                    "forgetting",
                                    "scores",
                                    "reach",
                                    "turns",
                                    "keys",
                                    "representation",
                                    "training");
                    default -> List.of();
                };
        List<Element> absences = new ArrayList<>();
        sections.stream()
                .filter(section -> section.isEmpty() && expected.contains(section.id()))
                .forEach(section -> absences.add(section.absence()));
        if (!absences.isEmpty()) {
            main.add(
                    Element.of("section", Element.of("h2", "Left out").with("id", "absent-title"))
                            .with("aria-labelledby", "absent-title")
                            .add(Element.of("ul").addAll(absences)));
        }
    }

    private static Element contents(List<Section> shown) {
        Element list = Element.of("ul");
        for (Section section : shown) {
            list.add(
                    Element.of(
                            "li",
                            Element.of("a", section.title()).with("href", "#" + section.id())));
        }
        return Element.of("nav", list).with("aria-label", "Contents");
    }

    private static Element head(String name) {
        return Element.of(
                "head",
                Element.of("meta").with("charset", "utf-8"),
                Element.of("meta")
                        .with("name", "viewport")
                        .with("content", "width=device-width, initial-scale=1"),
                Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                Element.of("title", name + " · Retain"),
                Element.of("style", style()));
    }

    /** Without characters that would have to be escaped, which style sheets do not know. */
    private static String style() {
        try (InputStream in = ReportWriter.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css cannot be read from the jar", e);
        }
    }
}
