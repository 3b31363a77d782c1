package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tests for {@link Training}. */
class TrainingTest {

    private static final TrainingLimits NO_LIMITS = new TrainingLimits(0, 0, 2);

    private final TestingAgent agent = new TestingAgent();
    private final AtomicLong clock = new AtomicLong(-5);

    @Test
    void countsAppliedUpdatesAndTheirFramesAlone() {
        Training training = new Training(agent.applies(1).skips(2).waits(1).applies(1), NO_LIMITS);
        for (int i = 0; i < 5; i++) {
            training.train(null, 10 + i);
        }

        assertThat(training.applied()).isEqualTo(2);
        assertThat(training.skipped()).isEqualTo(2);
        assertThat(training.frames()).isEqualTo(10 + 14);
        assertThat(agent.applied).containsExactly(0L, 1L, 1L, 1L, 1L);
        assertThat(training.stopReason()).isEmpty();
    }

    @Test
    void givesUpAfterOneMoreSkippedUpdateThanAllowed() {
        Training training = new Training(agent.applies(3).skips(3), NO_LIMITS);
        for (int i = 0; i < 5; i++) {
            training.train(null, 1);
        }

        assertThatThrownBy(() -> training.train(null, 1))
                .isInstanceOf(DivergedException.class)
                .hasMessageContainingAll(
                        "3 updates in a row were skipped",
                        "because the loss is NaN",
                        "{loss=7.5}",
                        "after 3 applied updates",
                        "lower learner.learning-rate");
    }

    @Test
    void forgivesSkippedUpdatesOnceOneIsApplied() {
        Training training =
                new Training(agent.skips(2).applies(1).skips(1).waits(4).skips(1), NO_LIMITS);
        for (int i = 0; i < 9; i++) {
            training.train(null, 1);
        }

        assertThat(training.skipped()).isEqualTo(4);
    }

    @Test
    void allowsNoSkippedUpdateWithALimitOfZero() {
        Training training = new Training(agent.skips(1), new TrainingLimits(0, 0, 0));

        assertThatThrownBy(() -> training.train(null, 1)).isInstanceOf(DivergedException.class);
    }

    @Test
    void endsAfterSoManyAppliedUpdates() {
        Training training =
                new Training(agent.applies(2).skips(1).applies(1), new TrainingLimits(3, 0, 2));
        for (int i = 0; i < 3; i++) {
            training.train(null, 1);
            assertThat(training.stopReason()).isEmpty();
        }
        training.train(null, 1);

        assertThat(training.stopReason()).hasValue("3 updates were applied");
    }

    @Test
    void endsAfterSoManyMinutesWhateverWasDoneInThem() {
        Training training = new Training(agent, new TrainingLimits(0, 1.5, 2), clock::get);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(89));
        assertThat(training.stopReason()).isEmpty();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(training.minutes()).isCloseTo(1.5, within(1e-9));
        assertThat(training.stopReason()).hasValue("1.5 minutes of training are over");
    }

    @Test
    void keepsTheFirstReasonToStop() {
        Training training = new Training(agent.applies(1), new TrainingLimits(1, 0, 2));
        training.stop("enough");
        training.stop("more than enough");
        training.train(null, 1);

        assertThat(training.stopReason()).hasValue("enough");
    }

    @Test
    void goesOnFromACheckpoint() throws Exception {
        Training before = new Training(agent.applies(2).skips(2), NO_LIMITS, clock::get);
        for (int i = 0; i < 4; i++) {
            before.train(null, 5);
        }
        clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        before.write(new DataOutputStream(bytes));

        clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
        Training after = new Training(agent.skips(1), NO_LIMITS, clock::get);
        after.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(after.applied()).isEqualTo(2);
        assertThat(after.skipped()).isEqualTo(2);
        assertThat(after.frames()).isEqualTo(10);
        assertThat(after.minutes()).isEqualTo(1);
        // Two in a row before the checkpoint: this one is too many.
        assertThatThrownBy(() -> after.train(null, 1)).isInstanceOf(DivergedException.class);
    }
}
