package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.learner.LearnerReport;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.source.StopFile;

/** Tests for {@link LearnerOperator}. */
class LearnerOperatorTest {

    @TempDir private Path directory;

    @Test
    void updatesAfterEveryFullBatchAndAnnouncesWhatComesOfIt() throws Exception {
        try (TestingLearner learner = TestingLearner.start(options())) {
            assertThat(learner.announcements())
                    .singleElement()
                    .satisfies(first -> assertThat(first.getUpdates()).isZero());
            learner.take(0, 4);

            assertThat(learner.announcements())
                    .extracting(WeightsAnnouncement::getUpdates)
                    .containsExactly(0L, 1L, 2L);
            assertThat(learner.lastAnnouncement().getRetired())
                    .isEqualTo(TestingLearner.retired(3));
            assertThat(bytes(learner.announcements().get(1)))
                    .isNotEqualTo(bytes(learner.announcements().get(0)))
                    .isNotEqualTo(bytes(learner.announcements().get(2)));
            LearnerReport report = learner.lastReport();
            assertThat(learner.reports()).hasSize(1);
            assertThat(report.getUpdates()).isEqualTo(2);
            assertThat(report.getFrames()).isEqualTo(1 + 2 + 3 + 4);
            assertThat(report.getStopped()).isNull();
            assertThat(report.getWeights()).isEqualTo(learner.lastAnnouncement().getUri());
            assertThat(report.getCounters().getDrivingRows()).isEqualTo(4);
            assertThat(report.getFigures()).containsKeys("loss", "gradient_norm", "policy_loss");
        }
    }

    @Test
    void announcesOnlyEveryIntervalOfUpdates() throws Exception {
        try (TestingLearner learner =
                TestingLearner.start(options().set(WeightsOptions.PUBLISH_INTERVAL, 2))) {
            learner.take(0, 9);

            assertThat(learner.announcements())
                    .extracting(WeightsAnnouncement::getUpdates)
                    .containsExactly(0L, 2L, 4L);
        }
    }

    @Test
    void repeatsTheLastAnnouncementWhenNothingNewComes() throws Exception {
        Segment marker = TestingLearner.marker(17);
        try (TestingLearner learner = TestingLearner.start(options())) {
            learner.take(marker);
            learner.setTime(1_999);
            assertThat(learner.announcements()).hasSize(1);
            learner.setTime(2_000);

            assertThat(learner.announcements()).hasSize(2);
            assertThat(learner.lastAnnouncement().getUri())
                    .isEqualTo(learner.announcements().get(0).getUri());
            assertThat(learner.lastAnnouncement().getRetired())
                    .isEqualTo(TestingLearner.retired(17));
            learner.setTime(4_000);
            assertThat(learner.announcements()).hasSize(3);
        }
    }

    @Test
    void retiresWhatIsTrainedOnSkippedRefusedOrDroppedButNothingThatWaits() throws Exception {
        try (TestingLearner learner = TestingLearner.start(options())) {
            learner.take(0, 2);
            assertThat(retired(learner)).isEqualTo(TestingLearner.retired(1));
            learner.take(TestingLearner.marker(3));
            assertThat(retired(learner)).isEqualTo(TestingLearner.retired(3));
            learner.take(damaged(4));
            assertThat(retired(learner)).isEqualTo(TestingLearner.retired(4));

            learner.take(5, 5);
            learner.take(TestingRows.rewarded(TestingLearner.rollout(6), 0, Float.NaN));
            assertThat(retired(learner)).isEqualTo(TestingLearner.retired(6));
            learner.end();
            LearnerReport last = learner.lastReport();
            assertThat(last.getSkipped()).isEqualTo(1);
            assertThat(last.getUpdates()).isEqualTo(2);
            assertThat(last.getCounters().getRefusedRows()).isEqualTo(1);
            assertThat(last.getCounters().getDropped()).containsEntry("duplicate", 1L);
        }
    }

    @Test
    void passesOverABatchWhoseRowsAreAllDamaged() throws Exception {
        try (TestingLearner learner = TestingLearner.start(options())) {
            learner.take(damaged(0));
            learner.take(damaged(1));
            assertThat(retired(learner)).isEqualTo(TestingLearner.retired(1));
            learner.take(2, 3);
            learner.end();

            assertThat(learner.lastReport().getUpdates()).isEqualTo(1);
            assertThat(learner.lastReport().getSkipped()).isZero();
            assertThat(learner.lastReport().getCounters().getRefusedRows()).isEqualTo(2);
        }
    }

    @Test
    void trainsOnTheRestWhenTheInputEnds() throws Exception {
        try (TestingLearner learner = TestingLearner.start(options())) {
            learner.take(0, 2);
            learner.end();

            assertThat(learner.lastAnnouncement().getFinished()).isTrue();
            assertThat(learner.lastAnnouncement().getUpdates()).isEqualTo(2);
            assertThat(learner.lastAnnouncement().getRetired())
                    .isEqualTo(TestingLearner.retired(2));
            LearnerReport last = learner.lastReport();
            assertThat(last.getUpdates()).isEqualTo(2);
            assertThat(last.getFrames()).isEqualTo(1 + 2 + 3);
            assertThat(last.getStopped()).isEqualTo("the input has ended");
            JsonNode result = LearnerResult.read(run()).orElseThrow();
            assertThat(result.path("updates").asLong()).isEqualTo(2);
            assertThat(result.path("weights").asText())
                    .isEqualTo(learner.lastAnnouncement().getUri());
            assertThat(new StopFile(run()).read()).hasValue("the input has ended");
            // Who listens in vain is told once more.
            learner.setTime(10_000);
            assertThat(learner.lastAnnouncement().getFinished()).isTrue();
        }
    }

    @Test
    void endsForTheReasonThatItsRunWasToldToStopFor() throws Exception {
        try (TestingLearner learner = TestingLearner.start(options())) {
            learner.take(0, 1);
            new StopFile(run()).write("a person's wish");
            learner.end();

            assertThat(learner.lastReport().getStopped()).isEqualTo("a person's wish");
        }
    }

    @Test
    void onlyRetiresAfterTheEnd() throws Exception {
        try (TestingLearner learner =
                TestingLearner.start(options().set(LearnerOptions.MAX_UPDATES, 2L))) {
            learner.take(0, 3);
            assertThat(learner.lastAnnouncement().getFinished()).isTrue();
            assertThat(new StopFile(run()).read()).hasValue("2 updates were applied");
            int reports = learner.reports().size();
            byte[] weights = bytes(learner.lastAnnouncement());

            learner.take(4, 9);
            assertThat(retired(learner)).isEqualTo(TestingLearner.retired(9));
            learner.end();

            assertThat(learner.reports()).hasSize(reports);
            assertThat(learner.lastReport().getUpdates()).isEqualTo(2);
            assertThat(learner.lastAnnouncement().getFinished()).isTrue();
            assertThat(bytes(learner.lastAnnouncement())).isEqualTo(weights);
        }
    }

    @Test
    void endsOnceWhenItsLastUpdateIsByTheRestOfTheInput() throws Exception {
        try (TestingLearner learner =
                TestingLearner.start(options().set(LearnerOptions.MAX_UPDATES, 2L))) {
            learner.take(0, 2);
            learner.end();

            assertThat(learner.reports())
                    .singleElement()
                    .extracting(LearnerReport::getStopped)
                    .isEqualTo("2 updates were applied");
            assertThat(learner.announcements())
                    .extracting(WeightsAnnouncement::getFinished)
                    .containsExactly(false, false, true);
        }
    }

    @Test
    void failsForGoodWhenUpdatesAreNoNumbersAnyMore() throws Exception {
        Configuration options =
                options().set(LearnerOptions.MAX_SKIPPED, 1).set(BatchOptions.SIZE, 1);
        try (TestingLearner learner = TestingLearner.start(options)) {
            learner.take(0, 1);
            WeightsAnnouncement good = learner.lastAnnouncement();
            learner.take(TestingRows.rewarded(TestingLearner.rollout(2), 0, Float.NaN));

            assertThatThrownBy(
                            () ->
                                    learner.take(
                                            TestingRows.rewarded(
                                                    TestingLearner.rollout(3), 0, Float.NaN)))
                    .isInstanceOf(SuppressRestartsException.class)
                    .hasRootCauseInstanceOf(DivergedException.class)
                    .hasStackTraceContaining(
                            "2 updates in a row were skipped, the last because the loss is NaN")
                    .hasStackTraceContaining("after 2 applied updates");
            assertThat(learner.lastAnnouncement()).isEqualTo(good);
            assertThat(new StopFile(run()).read()).isEmpty();
        }
    }

    @Test
    void aClientReadsFiguresAsTheyAreAndZeroBeforeThereAreAny() throws Exception {
        Configuration options = options().set(PpoOptions.ENTROPY_COEFFICIENT, 1e3);
        try (TestingLearner learner = TestingLearner.start(options)) {
            assertThat(learner.accumulator(PolicyAgent.LOSS)).isEqualTo(0.0);
            learner.take(0, 3);

            assertThat(learner.lastReport().getFigures().get(PolicyAgent.LOSS)).isNegative();
            assertThat((double) learner.accumulator(PolicyAgent.LOSS)).isNegative();
            assertThat(learner.accumulator(DistillationTerm.RETENTION_LOSS)).isEqualTo(0.0);
        }
    }

    /** Positions retired so far, as the next heartbeat tells them. */
    private static List<?> retired(TestingLearner learner) throws Exception {
        learner.beat();
        return learner.lastAnnouncement().getRetired();
    }

    private static Segment damaged(int offset) {
        Segment segment = TestingLearner.rollout(offset);
        segment.getActions().setData(ByteBuffer.wrap(new byte[9]));
        return segment;
    }

    private static byte[] bytes(WeightsAnnouncement announcement) {
        return PolicyWeights.read(announcement.getUri(), Optional.of(announcement.getSha256()))
                .weights()
                .encode();
    }

    private Configuration options() throws Exception {
        Files.createDirectories(directory);
        return TestingLearner.options(directory);
    }

    private String run() {
        return directory.resolve("run").toString();
    }
}
