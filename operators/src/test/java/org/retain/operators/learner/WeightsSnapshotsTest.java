package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.policy.PolicyWeights;

/** Snapshots as the learner keeps them. */
class WeightsSnapshotsTest {

    @TempDir private Path directory;

    @Test
    void keepsTheFirstWeightsAndThoseOfEveryNthUpdateForGood() throws Exception {
        try (TestingLearner learner = TestingLearner.start(options("a", 2))) {
            assertThat(names("a")).containsExactly("update-000000000.safetensors");
            learner.take(0, 11);
            learner.end();
        }

        assertThat(names("a"))
                .containsExactly(
                        "update-000000000.safetensors",
                        "update-000000002.safetensors",
                        "update-000000004.safetensors",
                        "update-000000006.safetensors");
        PolicyWeights.Loaded first = read("a", 0);
        assertThat(first.weights().encode())
                .isEqualTo(Files.readAllBytes(directory.resolve("initial.safetensors")));
        assertThat(first.metadata()).containsEntry("frames", "0");
        // Rows of 1, 2, 3 and 4 steps, two to an update.
        assertThat(read("a", 4).metadata()).containsEntry("frames", "20");
    }

    @Test
    void aRestoredLearnerComesToTheSameSnapshots() throws Exception {
        try (TestingLearner undisturbed = TestingLearner.start(options("a", 2))) {
            undisturbed.take(0, 11);
            undisturbed.end();
        }
        Configuration options = options("b", 2);
        OperatorSubtaskState checkpoint;
        try (TestingLearner lost = TestingLearner.start(options)) {
            lost.take(0, 2);
            checkpoint = lost.snapshot();
            lost.take(3, 9);
        }
        try (TestingLearner restored = TestingLearner.restore(options, checkpoint)) {
            restored.take(3, 11);
            restored.end();
        }

        assertThat(names("b")).isEqualTo(names("a"));
        for (String name : names("a")) {
            assertThat(directory.resolve("b/snapshots").resolve(name))
                    .hasSameBinaryContentAs(directory.resolve("a/snapshots").resolve(name));
        }
    }

    @Test
    void thereAreNoneUnlessAsked() throws Exception {
        try (TestingLearner learner = TestingLearner.start(options("a", 0))) {
            learner.take(0, 3);
        }

        assertThat(directory.resolve("a/snapshots")).doesNotExist();
    }

    @Test
    void weightsThatAreNoNumbersAreNotKept() {
        TestingAgent agent = new TestingAgent();
        agent.finite = false;
        WeightsSnapshots snapshots =
                new WeightsSnapshots(directory.resolve("a/weights").toString(), 1);

        snapshots.take(agent, new Training(agent, TrainingLimits.of(new Configuration())));

        assertThat(directory.resolve("a/snapshots")).doesNotExist();
    }

    private PolicyWeights.Loaded read(String run, int update) {
        return PolicyWeights.read(
                directory
                        .resolve(run)
                        .resolve("snapshots/update-%09d.safetensors".formatted(update))
                        .toString(),
                Optional.empty());
    }

    private List<String> names(String run) throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve(run).resolve("snapshots"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Configuration options(String run, long interval) throws Exception {
        return TestingLearner.options(directory)
                .set(LearnerOptions.OUTPUT, directory.resolve(run).toString())
                .set(WeightsOptions.SNAPSHOT_INTERVAL, interval);
    }
}
