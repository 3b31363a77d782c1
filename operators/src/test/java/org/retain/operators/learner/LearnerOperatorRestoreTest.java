package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.operators.policy.PolicyWeights;

/** Tests for {@link LearnerOperator}: what a checkpoint keeps. */
class LearnerOperatorRestoreTest {

    @TempDir private Path directory;

    @Test
    void comesToTheSameBitsAfterAFailureInMidBatch() throws Exception {
        byte[] expected;
        try (TestingLearner undisturbed = TestingLearner.start(options("a"))) {
            undisturbed.take(0, 10);
            undisturbed.end();
            expected = weights(undisturbed.lastAnnouncement());
            assertThat(undisturbed.lastReport().getUpdates()).isEqualTo(6);
        }
        Configuration options = options("b");
        OperatorSubtaskState checkpoint = checkpointAfter(options, 4, 7);
        try (TestingLearner restored = TestingLearner.restore(options, checkpoint)) {
            restored.take(5, 10);
            restored.end();

            assertThat(weights(restored.lastAnnouncement())).isEqualTo(expected);
            assertThat(restored.lastReport().getUpdates()).isEqualTo(6);
            assertThat(restored.lastReport().getFrames())
                    .isEqualTo(1 + 2 + 3 + 4 + 1 + 2 + 3 + 4 + 1 + 2 + 3);
            assertThat(restored.lastReport().getCounters().getDrivingRows()).isEqualTo(11);
            assertThat(restored.lastAnnouncement().getRetired())
                    .isEqualTo(TestingLearner.retired(10));
        }
    }

    @Test
    void announcesItsRestoredWeightsFirstUnderANewEpoch() throws Exception {
        Configuration options = options("a");
        WeightsAnnouncement atCheckpoint;
        byte[] expected;
        OperatorSubtaskState checkpoint;
        try (TestingLearner learner = TestingLearner.start(options)) {
            learner.take(0, 4);
            atCheckpoint = learner.lastAnnouncement();
            expected = weights(atCheckpoint);
            checkpoint = learner.snapshot();
            learner.take(5, 9);
        }
        try (TestingLearner restored = TestingLearner.restore(options, checkpoint)) {
            WeightsAnnouncement first = restored.announcements().get(0);

            assertThat(restored.announcements()).hasSize(1);
            assertThat(first.getUpdates()).isEqualTo(2);
            assertThat(weights(first)).isEqualTo(expected);
            assertThat(epoch(first)).isNotEqualTo(epoch(atCheckpoint));
            assertThat(first.getRetired()).isEqualTo(TestingLearner.retired(3));
            assertThat(first.getFinished()).isFalse();
        }
    }

    @Test
    void deletesTheWeightsOfTheLostAttempt() throws Exception {
        Configuration options = options("a");
        OperatorSubtaskState checkpoint = checkpointAfter(options, 4, 6);
        try (TestingLearner restored = TestingLearner.restore(options, checkpoint)) {
            restored.take(5, 16);

            // Those that stay, and one that was announced when the last was written.
            assertThat(directory.resolve("a/weights").toFile().list()).hasSizeBetween(3, 4);
        }
    }

    @Test
    void trainsNoFurtherAfterItsEnd() throws Exception {
        Configuration options = options("a").set(LearnerOptions.MAX_UPDATES, 2L);
        OperatorSubtaskState checkpoint = checkpointAfter(options, 4, 4);
        try (TestingLearner restored = TestingLearner.restore(options, checkpoint)) {
            restored.take(5, 8);
            restored.end();

            assertThat(restored.lastReport().getUpdates()).isEqualTo(2);
            assertThat(restored.lastReport().getStopped()).isEqualTo("2 updates were applied");
            assertThat(restored.lastAnnouncement().getFinished()).isTrue();
        }
    }

    @Test
    void refusesTheStateOfAnotherVersion() throws Exception {
        Configuration options = options("a");
        OperatorSubtaskState checkpoint = changed(checkpointAfter(options, 2, 2), 3, (byte) 9);

        assertThatThrownBy(() -> TestingLearner.restore(options, checkpoint))
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining(
                        "Unknown version 9 of the learner's state (this build reads 1)");
    }

    @Test
    void refusesTheCheckpointOfAnotherNetwork() throws Exception {
        OperatorSubtaskState checkpoint = checkpointAfter(options("a"), 2, 2);
        Path other = directory.resolve("plain.safetensors");
        PolicyWeights.random(TestingAgents.PLAIN, 1).write(other.toString());
        Configuration options = options("a").set(LearnerOptions.INITIAL_WEIGHTS, other.toString());

        assertThatThrownBy(() -> TestingLearner.restore(options, checkpoint))
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining("restore with the options that the checkpoint was made");
    }

    /** A checkpoint after segment {@code last}, of an attempt that was lost after others. */
    private static OperatorSubtaskState checkpointAfter(Configuration options, int last, int lost)
            throws Exception {
        try (TestingLearner learner = TestingLearner.start(options)) {
            learner.take(0, last);
            OperatorSubtaskState checkpoint = learner.snapshot();
            learner.take(last + 1, lost);
            return checkpoint;
        }
    }

    /** A checkpoint with one byte of its raw state replaced. */
    private static OperatorSubtaskState changed(OperatorSubtaskState state, int at, byte value)
            throws Exception {
        OperatorStateHandle raw = state.getRawOperatorState().iterator().next();
        byte[] bytes;
        try (InputStream in = raw.openInputStream()) {
            bytes = in.readAllBytes();
        }
        long start =
                raw.getStateNameToPartitionOffsets().values().iterator().next().getOffsets()[0];
        bytes[(int) start + at] = value;
        return state.toBuilder()
                .setRawOperatorState(
                        new OperatorStreamStateHandle(
                                raw.getStateNameToPartitionOffsets(),
                                new ByteStreamStateHandle("changed", bytes)))
                .build();
    }

    private static int epoch(WeightsAnnouncement announcement) {
        return new WeightsVersion(announcement.getVersion()).epoch();
    }

    private static byte[] weights(WeightsAnnouncement announcement) {
        return PolicyWeights.read(announcement.getUri(), Optional.of(announcement.getSha256()))
                .weights()
                .encode();
    }

    private Configuration options(String run) throws Exception {
        return TestingLearner.options(directory)
                .set(LearnerOptions.OUTPUT, directory.resolve(run).toString());
    }
}
