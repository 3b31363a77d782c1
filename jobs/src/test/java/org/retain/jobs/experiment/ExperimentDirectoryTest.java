package org.retain.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.RecordParquet;
import org.retain.jobs.command.UsageException;

class ExperimentDirectoryTest {

    private static final String YAML =
            "name: n\nkind: nethack\nseeds: [0]\noptions: {batch.size: 8}\nmethods: {a: {}}\n";

    @TempDir private Path root;

    private ExperimentDirectory opened;

    @Test
    void resultsHoldAllRunsAlsoThoseOfAnEarlierProcess() throws Exception {
        open(YAML).record(List.of(record("a-0", RunRecord.FINISHED)));
        ExperimentDirectory later = open(YAML);
        assertThat(later.finished("a-0")).contains(record("a-0", RunRecord.FINISHED));
        assertThat(later.finished("b-0")).isEmpty();

        later.record(List.of(record("b-0", RunRecord.FINISHED)));

        assertThat(runs()).extracting(ExperimentRun::getRun).containsExactly("a-0", "b-0");
        assertThat(measurements()).extracting(Measurement::getRun).containsExactly("a-0", "b-0");
    }

    @Test
    void aRunThatFailedIsToldAndTriedAgain() throws Exception {
        open(YAML).record(List.of(record("a-0", "failed: no room")));
        assertThat(runs()).extracting(ExperimentRun::getEnded).containsExactly("failed: no room");

        ExperimentDirectory later = open(YAML);
        assertThat(later.finished("a-0")).isEmpty();
        later.record(List.of(record("a-0", RunRecord.FINISHED)));

        assertThat(runs()).extracting(ExperimentRun::getEnded).containsExactly(RunRecord.FINISHED);
    }

    @Test
    void refusesAnotherExperimentAndSaysWhatDiffers() throws Exception {
        open(YAML);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> open(YAML.replace("batch.size: 8", "batch.size: 9")))
                .withMessageContaining("holds another experiment")
                .withMessageContaining(
                        "'batch.size: \"8\"' where this one says 'batch.size: \"9\"'");
    }

    @Test
    void refusesToMixRunsOfTwoTeachersButNotOfTwoVersions() throws Exception {
        open(YAML).follow(Map.of("segments.manifest.sha256", "s", "version.retain", "1"));
        open(YAML).follow(Map.of("teacher.sha256", "t"));

        open(YAML).follow(Map.of("segments.manifest.sha256", "s", "version.retain", "2"));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> open(YAML).follow(Map.of("teacher.sha256", "u")))
                .withMessageContaining("its teacher.sha256 is t, now it is u");
    }

    @Test
    void aRunWithoutItsLastFileIsNotOver() throws Exception {
        ExperimentDirectory directory = open(YAML);
        directory.record(List.of(record("a-0", RunRecord.FINISHED)));
        Files.delete(directory.run("a-0").resolve(RunFiles.DONE));

        assertThat(open(YAML).finished("a-0")).isEmpty();
    }

    @Test
    void keepsASecondProcessOutUntilItIsClosed() throws Exception {
        ExperimentDirectory first = open(YAML);
        Experiment experiment = ExperimentFile.parse("f.yaml", YAML, false);
        String id = first.id();

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ExperimentDirectory.open(root, experiment))
                .withMessageContaining("Another process runs the experiment in " + root);

        first.close();
        try (ExperimentDirectory second = ExperimentDirectory.open(root, experiment)) {
            assertThat(second.id()).isEqualTo(id).hasSize(8);
        }
    }

    /** As a later process would, whose predecessor has ended. */
    private ExperimentDirectory open(String yaml) throws Exception {
        if (opened != null) {
            opened.close();
        }
        opened = ExperimentDirectory.open(root, ExperimentFile.parse("f.yaml", yaml, false));
        return opened;
    }

    private List<ExperimentRun> runs() throws Exception {
        return new RecordParquet<>(ExperimentRun.getClassSchema(), ExperimentRun::new)
                .decode("runs", Files.readAllBytes(root.resolve("results/runs.parquet")));
    }

    private List<Measurement> measurements() throws Exception {
        return new RecordParquet<>(Measurement.getClassSchema(), Measurement::new)
                .decode(
                        "measurements",
                        Files.readAllBytes(root.resolve("results/measurements.parquet")));
    }

    private static RunRecord record(String name, String ended) {
        return new RunRecord(
                new ExperimentRun("n", name, "a", 0L, "{}", 4096L, 1L, 2.5, ended, "", "{}"),
                List.of(new Measurement(name, "success", 1L, 4096L, "", "", 0.5, 10L)));
    }
}
