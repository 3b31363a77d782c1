package org.retain.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportWriterTest {

    /** Where to keep the pages, to look at them in a browser. */
    private static final String KEEP = System.getProperty("retain.report.keep");

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"nethack", "apple-retrieval", "two-state-mdp"})
    void pageOfEachKindIsWellFormedAndNeedsNothingElse(String kind) throws Exception {
        TestingResults results =
                switch (kind) {
                    case "nethack" -> TestingExperiments.netHack();
                    case "apple-retrieval" -> TestingExperiments.apple();
                    default -> TestingExperiments.twoStates();
                };

        String page = page(results, kind);

        Document parsed = parse(page);
        assertThat(page).doesNotContain("http:", "https:", "<script", "src=", "@import", "url(");
        assertThat(attributes(parsed, "id")).doesNotHaveDuplicates().isNotEmpty();
        assertThat(attributes(parsed, "href"))
                .isNotEmpty()
                .allSatisfy(
                        link -> assertThat(attributes(parsed, "id")).contains(link.substring(1)));
        assertThat(texts(parsed, "h2")).contains("What was not reached", "How to repeat it");
        assertThat(texts(parsed, "h2")).doesNotContain("Left out");
        for (Element svg : elements(parsed, "svg")) {
            assertThat(svg.hasAttribute("aria-label") || svg.hasAttribute("aria-hidden")).isTrue();
            assertThat(svg.hasAttribute("viewBox")).isTrue();
        }
        assertThat(page).doesNotContain("NaN", "Infinity");
    }

    @Test
    void sameResultsGiveTheSamePage() throws Exception {
        Path experiment = TestingExperiments.twoStates().write(directory);

        String first = Files.readString(ReportWriter.write(experiment));
        String second = Files.readString(ReportWriter.write(experiment));

        assertThat(second).isEqualTo(first);
        assertThat(experiment.resolve("report"))
                .isDirectoryContaining("glob:**index.html")
                .isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void methodHasTheSameColourInAllPlots() throws Exception {
        Document parsed = parse(page(TestingExperiments.netHack(), "colours"));

        List<String> classes = new ArrayList<>();
        for (Element text : elements(parsed, "text")) {
            if (text.getTextContent().equals("KS")) {
                classes.add(((Element) text.getParentNode()).getAttribute("class"));
            }
        }

        assertThat(classes).hasSizeGreaterThan(8).containsOnly("c2");
    }

    @Test
    void saysWhichPartsAreLeftOutWhenNothingWasMeasured() throws Exception {
        TestingResults results = new TestingResults("nethack", "");
        results.run("vanilla", 0, "{}", 4096);

        Document parsed = parse(page(results, "empty"));

        assertThat(texts(parsed, "h2"))
                .contains("Left out")
                .doesNotContain("Play after training", "Training");
        assertThat(texts(parsed, "li"))
                .anyMatch(line -> line.startsWith("Play after training: left out"))
                .anyMatch(line -> line.startsWith("Forgetting on held-out expert frames: left out"))
                .anyMatch(line -> line.startsWith("Vanilla has 1 finished seed, fewer than 3"));
    }

    @Test
    void drawsAnExperimentWithoutAnyRun() throws Exception {
        Document parsed = parse(page(new TestingResults("", ""), "none"));

        assertThat(texts(parsed, "h1")).containsExactly("synthetic-");
    }

    @Test
    void leavesOutNumbersThatAreNotFiniteAndCountsThem() throws Exception {
        TestingResults results = new TestingResults("nethack", "");
        String run = results.run("ks", 0, "{}", 4096);
        results.measure(run, "kl_to_teacher", 0, "", "", Double.NaN);
        results.measure(run, "kl_to_teacher", 1, "", "", 0.5);
        results.measure(run, "loss", 1, "", "", Double.POSITIVE_INFINITY);
        results.measure(run, "loss", 2, "", "", Double.NEGATIVE_INFINITY);

        String page = page(results, "nan");

        assertThat(page).doesNotContain("NaN", "Infinity");
        assertThat(texts(parse(page), "li"))
                .contains(
                        "3 measurements are no finite numbers and are left out: kl_to_teacher, loss.");
    }

    @Test
    void escapesWhatRunsAndMeasuresAreCalled() throws Exception {
        String evil = "<script>alert(1)</script>&\"'\u0000";
        TestingResults results = new TestingResults("nethack", "");
        String run = results.run("a<b", 0, "{}", 1);
        results.measure(run, evil, 0, "", "", 1);
        results.measure(run, evil, 1, "", "", 2);
        results.measure(run, "cka", 1, "layer", evil, 1);
        results.episode(run, 1, 1, 1, evil);

        String page = page(results, "evil");

        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(1)");
        assertThat(texts(parse(page), "h4")).contains("<script>alert(1)</script>&\"'\uFFFD");
    }

    @Test
    void saysWhichRunsFailed() throws Exception {
        TestingResults results = TestingExperiments.twoStates();
        results.runs.get(0).setEnded("out of memory");

        Document parsed = parse(page(results, "failed"));

        assertThat(texts(parsed, "li"))
                .contains("1 of 4 runs did not finish: closed-form-gap-0--0 (out of memory).");
        assertThat(texts(parsed, "dd")).anyMatch(text -> text.startsWith("3 finished, 1 failed"));
    }

    @Test
    void goesWithoutEpisodesThatAreDamagedAndSaysSo() throws Exception {
        Path experiment = TestingExperiments.netHack().write(directory);
        Files.writeString(experiment.resolve("results/episodes/ks-0.parquet"), "no Parquet");

        Document parsed = parse(Files.readString(ReportWriter.write(experiment)));

        assertThat(texts(parsed, "li"))
                .anyMatch(line -> line.startsWith("The episodes of ks-0 cannot be read"));
    }

    @Test
    void refusesADirectoryThatIsNoExperiment() {
        assertThatThrownBy(() -> ReportWriter.write(directory))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("experiment.yaml does not exist");
    }

    @Test
    void listsMeasuresThatNoPlotShows() throws Exception {
        TestingResults results = new TestingResults("nethack", "");
        String run = results.run("ks", 0, "{}", 1);
        results.measure(run, "novelty", 0, "room", "attic", 0.25);

        Document parsed = parse(page(results, "novelty"));

        assertThat(texts(parsed, "tr")).contains("novelty, room attic0.250");
    }

    @Test
    void checksTellWhatThePaperFoundAndTheResultsDoNotShow() throws Exception {
        List<String> lines = texts(parse(page(TestingExperiments.netHack(), "checks")), "li");

        assertThat(lines)
                .anyMatch(line -> line.startsWith("Vanilla’s score did not fall clearly below"))
                .anyMatch(line -> line.startsWith("Score of EWC against Vanilla: IQM"))
                .anyMatch(line -> line.startsWith("KL to the teacher at the end: KS"))
                .anyMatch(line -> line.endsWith("episodes left dungeon level 1."));
    }

    private String page(TestingResults results, String name) throws IOException {
        Path root = KEEP == null ? directory : Path.of(KEEP);
        return Files.readString(ReportWriter.write(results.write(root.resolve(name))));
    }

    private static Document parse(String page) throws Exception {
        String xml = page.substring(page.indexOf('\n') + 1);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(Document document, String name) {
        return elements(document, name).stream().map(Element::getTextContent).toList();
    }

    private static List<String> attributes(Document document, String attribute) {
        return elements(document, "*").stream()
                .filter(element -> element.hasAttribute(attribute))
                .map(element -> element.getAttribute(attribute))
                .toList();
    }
}
