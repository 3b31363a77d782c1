package org.retain.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.jobs.command.UsageException;

class ExperimentFileTest {

    private static final String SMALL =
            """
            name: small
            kind: nethack
            seeds: [3, 5]
            options:
              learner.learning-rate: 1.0e-4
              batch: {size: 128}
            methods:
              vanilla: {}
              ks: {retention.method: ks}
            teacher:
              max-minutes: 10
            quick:
              seeds: [0]
              options: {batch.size: 8}
              methods:
                ks: {retention.coefficient: 2}
              teacher: {max-updates: 5}
            """;

    @Test
    void runsAreMethodsTimesSeedsWithTheMethodsOptionsOverTheSharedOnes() {
        Experiment experiment = parse(SMALL, false);

        assertThat(experiment.runs())
                .extracting(PlannedRun::name)
                .containsExactly("vanilla-3", "ks-3", "vanilla-5", "ks-5");
        assertThat(experiment.runs().get(1).options())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "learner.learning-rate",
                                "1.0E-4",
                                "batch.size",
                                "128",
                                "retention.method",
                                "ks"));
        assertThat(experiment.options(Section.TEACHER)).containsEntry("max-minutes", "10");
        assertThat(experiment.has(Section.PROBE)).isFalse();
    }

    @Test
    void quickGoesOverWhatTheFileSaysElsewhere() {
        Experiment experiment = parse(SMALL, true);

        assertThat(experiment.seeds()).containsExactly(0L);
        assertThat(experiment.options(Section.OPTIONS))
                .containsEntry("batch.size", "8")
                .containsEntry("learner.learning-rate", "1.0E-4");
        assertThat(experiment.methods().get("ks"))
                .containsEntry("retention.method", "ks")
                .containsEntry("retention.coefficient", "2");
        assertThat(experiment.options(Section.TEACHER))
                .containsEntry("max-minutes", "10")
                .containsEntry("max-updates", "5");
    }

    @Test
    void quickMayLeaveMethodsAndSectionsOut() {
        Experiment experiment =
                parse(
                        SMALL.replace("    ks: {retention.coefficient: 2}\n", "    [ks]\n")
                                .replace("teacher: {max-updates: 5}", "teacher: none"),
                        true);

        assertThat(experiment.methods()).containsOnlyKeys("ks");
        assertThat(experiment.has(Section.TEACHER)).isFalse();
    }

    @Test
    void parametersAreCombinedAndNamed() {
        Experiment experiment =
                parse(
                        """
                        name: toy
                        kind: apple-retrieval
                        seeds: [0]
                        sweep: {distance: [5, 30], scale: [0.5]}
                        methods: {bc: {}}
                        """,
                        false);

        assertThat(experiment.runs())
                .extracting(PlannedRun::name)
                .containsExactly("bc-distance5-scale0.5-0", "bc-distance30-scale0.5-0");
        assertThat(experiment.runs().get(1).parameters())
                .containsEntry("distance", 30.0)
                .containsEntry("scale", 0.5);
    }

    @Test
    void whatIsWrittenReadsBackAsTheSameExperiment() {
        for (String name : ExperimentFile.INCLUDED) {
            Experiment experiment = ExperimentFile.read(name, false);

            assertThat(parse(ExperimentYaml.of(experiment), false)).isEqualTo(experiment);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metods: {a: {}}|Unknown key 'metods' in f.yaml; did you mean 'methods'?",
                "seeds: [1, 1]|'seeds' in f.yaml is '[1, 1]', expected at least one, each once",
                "seeds: some|'seeds' in f.yaml is 'some', expected a list of whole numbers",
                "kind: nethak|Unknown kind 'nethak' in f.yaml; did you mean 'nethack'?",
                "methods: {}|'methods' in f.yaml is '{}', expected at least one label",
                "methods: {a/b: {}}|is 'a/b', expected a name of letters",
                "sweep: {distance: far}|'sweep.distance' in f.yaml is 'far', expected a list of numbers",
                "probe: everything|'probe' in f.yaml is 'everything', expected keys with values",
                "quick: {kind: nethack}|Unknown key 'quick.kind' in f.yaml",
                "options: {a.b: }|options in f.yaml: 'a.b' has no value"
            })
    void refusesWhatCannotBe(String lineAndMessage) {
        List<String> parts = List.of(lineAndMessage.split("\\|"));
        String key = parts.get(0).substring(0, parts.get(0).indexOf(':') + 1);
        String yaml =
                "name: n\nkind: nethack\nseeds: [0]\nmethods: {a: {}}\n"
                        .replaceAll("(?m)^" + key + ".*\n", "");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parse(yaml + parts.get(0) + "\n", false))
                .withMessageContaining(parts.get(1));
    }

    @Test
    void quickNeedsValuesOfItsOwn() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(
                        () -> parse("name: n\nkind: nethack\nseeds: [0]\nmethods: {a: {}}\n", true))
                .withMessage(
                        "f.yaml has no 'quick', which --quick takes its values from; add it or leave out --quick");
    }

    @Test
    void namesAndFilesThatAreNotThereAreTold() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ExperimentFile.read("nethack-smal", false))
                .withMessageContaining("did you mean 'nethack-small'?");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ExperimentFile.read("absent.yaml", false))
                .withMessageContaining("No readable experiment at")
                .withMessageContaining("absent.yaml");
    }

    private static Experiment parse(String yaml, boolean quick) {
        return ExperimentFile.parse("f.yaml", yaml, quick);
    }
}
