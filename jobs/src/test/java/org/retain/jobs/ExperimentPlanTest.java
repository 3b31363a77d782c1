package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.jobs.command.UsageException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentFile;

class ExperimentPlanTest {

    @TempDir private Path directory;

    static Stream<String> included() {
        return ExperimentFile.INCLUDED.stream();
    }

    @ParameterizedTest
    @MethodSource("included")
    void everyOptionOfTheIncludedExperimentsIsKnownAndGoesWithTheOthers(String name) {
        Experiment experiment = ExperimentFile.read(name, false);

        ExperimentPlan.check(experiment, new Configuration());

        assertThat(experiment.name()).isEqualTo(name);
        assertThat(experiment.runs()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"two-state-mdp", "apple-retrieval", "nethack-small"})
    void thoseForThisMachineHaveAQuickForm(String name) {
        Experiment quick = ExperimentFile.read(name, true);

        ExperimentPlan.check(quick, new Configuration());

        assertThat(quick.runs()).hasSizeLessThan(ExperimentFile.read(name, false).runs().size());
    }

    @Test
    void thePapersRunsAreFiveArmsTimesFiveSeeds() {
        assertThat(ExperimentFile.read("nethack-paper", false).runs()).hasSize(25);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "learner.lerning-rate: 1 | Unknown option 'learner.lerning-rate' of options and methods.ks; did you mean 'learner.learning-rate'?",
                "batch.size: many | 'batch.size' of options and methods.ks is 'many', expected a whole number",
                "target.teacher: x | 'target.teacher' of options and methods.ks is decided by the experiment itself",
                "rollout.max-ahead: 3 | run ks-0: Option rollout.max-ahead is 3, expected at least",
                "retention.method: em | run ks-0"
            })
    void refusesOptionsThatCannotBe(String line, String message) throws Exception {
        Experiment experiment =
                read(
                        """
                        name: n
                        kind: nethack
                        seeds: [0]
                        options: {learner.algorithm: ppo}
                        methods:
                          ks: {%s}
                        teacher: {}
                        evaluate: {}
                        """
                                .formatted(line));

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ExperimentPlan.check(experiment, new Configuration()))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "experiment.start: scratch | teacher: {} | run a-0: it starts from scratch: give a section 'scratch'",
                "ppo.clip: 0.1 | scratch: {} | run a-0: it starts from the teacher: give a section 'teacher' or --experiment.teacher",
                "retention.method: ks, experiment.start: scratch | scratch: {} | run a-0: Option target.teacher is missing",
                "ppo.clip: 0.1 | teacher: {} ~probe: {} | run a-0: the section 'probe' looks at weights that a run keeps",
                "ppo.clip: 0.1 | teacher: {} | run a-0: it would never end; set max-updates or max-minutes",
                "learner.algorithm: external | teacher: {} | run a-0: learner.algorithm is external, but an experiment trains here",
                "ppo.clip: 0.1 | teacher: {} ~sweep: {batch.size: [8]} | n sweeps [batch.size], but only toy problems have parameters"
            })
    void refusesRunsThatLackSomething(String method, String sections, String message)
            throws Exception {
        Experiment experiment =
                read(
                        "name: n\nkind: nethack\nseeds: [0]\noptions: {learner.algorithm: ppo}\nmethods: {a: {%s}}\n%s\n"
                                .formatted(method, sections.replace("~", "\n")));

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ExperimentPlan.check(experiment, new Configuration()))
                .withMessageContaining(message);
    }

    @Test
    void refusesATeacherThatIsNotThere() {
        Configuration given = new Configuration();
        given.set(ExperimentOptions.TEACHER, directory.resolve("absent.safetensors").toString());

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(
                        () ->
                                ExperimentPlan.check(
                                        ExperimentFile.read("nethack-small", false), given))
                .withMessageContaining("There is no weights file " + directory);
    }

    private Experiment read(String yaml) throws Exception {
        Path file = directory.resolve("n.yaml");
        Files.writeString(file, yaml);
        return ExperimentFile.read(file.toString(), false);
    }
}
