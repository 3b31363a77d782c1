package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.segment.Segment;
import org.retain.operators.policy.InvalidWeightsException;

/** When segments leave {@link TargetOperator}, and when it refuses to start. */
class TargetOperatorTest {

    @TempDir private Path directory;

    private TargetSettings settings;

    @BeforeEach
    void writeTeacher() throws IOException {
        settings = TestingTarget.settings(directory, 1, 3);
    }

    @Test
    void putsNoSecondSegmentOfAnEpisodeIntoABundle() throws Exception {
        List<Segment> game = TestingTarget.game("game", 3);
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(game.get(0));
            assertThat(target.output()).isEmpty();

            target.process(game.get(1));
            assertThat(target.output()).containsExactly(game.get(0));

            target.process(game.get(2));
            assertThat(target.output()).containsExactly(game.get(1));
        }
    }

    @Test
    void flushesAFullBundle() throws Exception {
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(first("a"), first("b"));
            assertThat(target.output()).isEmpty();

            target.process(first("c"));
            assertThat(target.output())
                    .extracting(Segment::getEpisodeId)
                    .containsExactly("a", "b", "c");
        }
    }

    @Test
    void flushesWhenTheFirstSegmentHasWaitedLongEnough() throws Exception {
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.only().setProcessingTime(1_000);
            target.process(first("a"));
            target.only().setProcessingTime(1_050);
            target.process(first("b"));
            target.only().setProcessingTime(1_099);
            assertThat(target.output()).isEmpty();

            target.only().setProcessingTime(1_100);
            assertThat(target.output()).hasSize(2);

            target.process(first("c"));
            target.only().setProcessingTime(1_199);
            assertThat(target.output()).isEmpty();
            target.only().setProcessingTime(1_200);
            assertThat(target.output()).hasSize(1);
        }
    }

    @Test
    void flushesBeforeABarrierAndAtTheEndOfInput() throws Exception {
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(first("a"));
            target.only().prepareSnapshotPreBarrier(1);
            assertThat(target.output()).hasSize(1);

            target.process(first("b"));
            target.endInput();
            assertThat(target.output()).hasSize(1);
        }
    }

    @Test
    void refusesACheckpointWhileSegmentsWait() throws Exception {
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(first("a"));

            assertThatThrownBy(() -> target.only().snapshot(1, 1))
                    .hasStackTraceContaining("1 segments wait in a bundle during a checkpoint");
        }
    }

    @Test
    void keepsTheOrderOfArrivalWithMarkersBetween() throws Exception {
        Segment marker = TestingTarget.game("c", 1).get(0);
        marker.setDropped("upstream");
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(marker);
            assertThat(target.output()).containsExactly(marker);

            target.process(first("a"), marker, TestingTarget.game("d", 3).get(1), first("b"));
            target.endInput();
            assertThat(target.output())
                    .extracting(Segment::getEpisodeId, Segment::getDropped)
                    .containsExactly(
                            tuple("a", null),
                            tuple("c", "upstream"),
                            tuple("d", "joined-in-mid-episode"),
                            tuple("b", null));
        }
    }

    @Test
    void refusesToStartWithoutTheRightTeacher() throws Exception {
        assertFailsForGood(
                with(directory.resolve("none").toString(), null), "no such weights file");
        assertFailsForGood(
                with(settings.teacher(), "00".repeat(32)),
                "SHA-256 %s, expected %s".formatted(settings.sha256(), "00".repeat(32)));
        Path text = Files.writeString(directory.resolve("text"), "no weights, just some words");
        assertFailsForGood(with(text.toString(), null), "not a safetensors file");
    }

    private void assertFailsForGood(TargetSettings wrong, String message) {
        assertThatThrownBy(() -> TestingTarget.start(wrong, 1, null))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContainingAll(
                        "The target station has no teacher", wrong.teacher(), message);
    }

    private TargetSettings with(String teacher, String sha256) {
        return new TargetSettings(
                teacher,
                sha256,
                1,
                Duration.ofSeconds(1),
                TargetType.F32,
                Duration.ofHours(1),
                Duration.ofHours(1));
    }

    private static Segment first(String episode) {
        return TestingTarget.game(episode, 2).get(0);
    }
}
