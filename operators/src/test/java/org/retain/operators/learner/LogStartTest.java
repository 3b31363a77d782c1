package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.segment.LogPosition;

/** Tests for {@link LogStart}, and for the learner that is told of it. */
class LogStartTest {

    private static final LogStart LATER = new LogStart("rollouts", Map.of(0, 40L));

    @TempDir private Path directory;

    @Test
    void whatLiesBeforeIsRetiredAndAnEmptyPartitionHasNothingBefore() {
        LogStart start = new LogStart("rollouts", Map.of(0, 7L, 1, 0L));

        assertThat(start.retired()).containsExactly(new LogPosition("rollouts", 0, 6L));
        assertThat(LogStart.BEGINNING.retired()).isEmpty();
    }

    @Test
    void aFreshLearnerAnnouncesItFromTheStart() throws Exception {
        try (TestingLearner learner = TestingLearner.restore(options(), null, LATER)) {
            assertThat(learner.announcements().get(0).getRetired())
                    .isEqualTo(TestingLearner.retired(39));
        }
    }

    @Test
    void aRestoredLearnerRetiresOnlyWhatItHad() throws Exception {
        OperatorSubtaskState checkpoint;
        try (TestingLearner learner = TestingLearner.start(options())) {
            learner.take(0, 3);
            checkpoint = learner.snapshot();
        }

        try (TestingLearner learner = TestingLearner.restore(options(), checkpoint, LATER)) {
            assertThat(learner.announcements())
                    .first()
                    .satisfies(
                            first ->
                                    assertThat(first.getRetired())
                                            .isEqualTo(TestingLearner.retired(3)));
        }
    }

    private Configuration options() throws Exception {
        return TestingLearner.options(directory);
    }
}
