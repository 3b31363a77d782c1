package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;

/** What {@link TargetOperator} does not answer, and how it says so. */
class TargetDropsTest {

    @TempDir private Path directory;

    private TargetSettings settings;

    @BeforeEach
    void writeTeacher() throws IOException {
        settings = TestingTarget.settings(directory, 1, 3);
    }

    @Test
    void dropsDuplicatesAndGoesOn() throws Exception {
        List<Segment> game = TestingTarget.game("game", 4);
        List<Segment> again = TestingTarget.game("game", 4);
        Segment repeated = again.get(0);
        repeated.setPosition(new LogPosition("demonstrations", 2, 17L));

        List<Segment> output =
                run(
                        game.get(0),
                        repeated,
                        game.get(1),
                        again.get(0),
                        again.get(1),
                        game.get(2),
                        game.get(3),
                        again.get(3));

        assertThat(dropped(output))
                .containsExactly("0 duplicate", "0 duplicate", "1 duplicate", "3 duplicate");
        Segment marker = output.get(1);
        assertThat(marker.getPosition()).isEqualTo(repeated.getPosition());
        assertThat(marker.getObservations()).isEmpty();
        assertThat(marker.getActions()).isNull();
        assertThat(answered(output)).containsExactlyElementsOf(game);
    }

    @Test
    void dropsTheRestOfAnEpisodeAfterAGap() throws Exception {
        List<Segment> game = TestingTarget.game("game", 6);
        List<Segment> other = TestingTarget.game("other", 2);

        List<Segment> output =
                run(
                        game.get(0),
                        game.get(1),
                        other.get(0),
                        game.get(3),
                        game.get(2),
                        game.get(4),
                        game.get(1),
                        game.get(5),
                        other.get(1));

        assertThat(dropped(output))
                .containsExactly("3 gap", "2 gap", "4 gap", "1 duplicate", "5 gap");
        assertThat(answered(output))
                .containsExactly(game.get(0), game.get(1), other.get(0), other.get(1));
    }

    @Test
    void dropsAnEpisodeWhoseStartNeverCame() throws Exception {
        List<Segment> game = TestingTarget.game("game", 4);

        assertThat(dropped(run(game.get(2), game.get(3))))
                .containsExactly("2 joined-in-mid-episode", "3 joined-in-mid-episode");
    }

    @Test
    void dropsWhatComesAfterTheEnd() throws Exception {
        List<Segment> game = TestingTarget.game("game", 2);
        Segment beyond = TestingTarget.game("game", 4).get(2);

        assertThat(dropped(run(game.get(0), game.get(1), beyond))).containsExactly("2 after-end");
    }

    @Test
    void dropsAnEpisodeFromTheSegmentThatTheTeacherCannotRead() throws Exception {
        Segment missing = first("missing");
        missing.getObservations().remove(0);
        Segment wrongShape = first("shape");
        wrongShape.getObservations().get(1).setShape(List.of(6, 20, 96));
        Segment damaged = first("damaged");
        damaged.getObservations().get(0).setData(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        Segment negative = first("color");
        byte[] colors = new byte[6 * 24 * 80];
        colors[77] = -1;
        negative.getObservations()
                .set(
                        1,
                        TensorPacking.pack(
                                "tty_colors",
                                TensorType.I8,
                                List.of(6, 24, 80),
                                colors,
                                TensorCodec.RAW));
        Segment unknownAction = first("action");
        unknownAction.setActions(
                TensorPacking.pack(
                        "actions",
                        TensorType.U8,
                        List.of(5),
                        new byte[] {0, 1, 121, 2, 3},
                        TensorCodec.RAW));
        Segment noActions = first("none");
        noActions.setActions(null);
        Segment huge = first("huge");
        huge.setLength(Integer.MAX_VALUE);

        List<Segment> output =
                run(
                        first("sound"),
                        missing,
                        wrongShape,
                        damaged,
                        negative,
                        unknownAction,
                        noActions,
                        huge,
                        TestingTarget.game("missing", 2).get(1));

        assertThat(answered(output)).extracting(Segment::getEpisodeId).containsExactly("sound");
        assertThat(output.subList(1, output.size()))
                .hasSize(8)
                .allSatisfy(marker -> assertThat(marker.getDropped()).isEqualTo("malformed"));
    }

    @Test
    void countsWhatItDrops() throws Exception {
        List<Segment> game = TestingTarget.game("game", 5);
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(game.get(0), game.get(0), game.get(2), game.get(3));
            target.process(TestingTarget.game("mid", 2).get(1));
            target.process(TestingTarget.game("short", 1).get(0));
            target.endInput();

            assertThat(target.metrics())
                    .containsEntry(TargetMetrics.SEGMENTS, 2L)
                    .containsEntry(TargetMetrics.BUNDLES, 2L)
                    .containsEntry(TargetMetrics.EPISODES_ENDED, 1L)
                    .containsEntry(TargetMetrics.DUPLICATES, 1L)
                    .containsEntry(TargetMetrics.GAPS, 2L)
                    .containsEntry(TargetMetrics.JOINED_IN_MID_EPISODE, 1L)
                    .containsEntry(TargetMetrics.MALFORMED, 0L);
        }
    }

    @Test
    void remembersAnEndedEpisodeForAWhileOnly() throws Exception {
        List<Segment> game = TestingTarget.game("game", 2);
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.only().setStateTtlProcessingTime(0);
            target.process(game.get(0), game.get(1));
            target.only().prepareSnapshotPreBarrier(1);
            assertThat(target.only().numKeyedStateEntries()).isEqualTo(1);

            long ttl = settings.tombstoneTtl().toMillis();
            target.only().setStateTtlProcessingTime(ttl - 1);
            target.process(TestingTarget.game("game", 2).get(1));
            target.only().setStateTtlProcessingTime(ttl + ttl);
            target.process(TestingTarget.game("game", 2).get(1));
            target.endInput();

            assertThat(dropped(target.output()))
                    .containsExactly("1 duplicate", "1 joined-in-mid-episode");
        }
    }

    @Test
    void dropsTheRestOfEpisodesThatBeganUnderAnotherTeacher() throws Exception {
        List<Segment> game = TestingTarget.game("game", 3);
        OperatorSubtaskState checkpoint;
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(game.get(0));
            checkpoint = target.checkpoint();
        }
        try (TestingTarget target =
                TestingTarget.start(TestingTarget.settings(directory, 2, 3), 1, checkpoint)) {
            target.process(game.get(1), game.get(2), first("new"));
            target.endInput();

            List<Segment> output = target.output();
            assertThat(dropped(output)).containsExactly("1 teacher-changed", "2 teacher-changed");
            assertThat(answered(output)).extracting(Segment::getEpisodeId).containsExactly("new");
        }
    }

    private List<Segment> run(Segment... segments) throws Exception {
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(segments);
            target.endInput();
            return target.output();
        }
    }

    private static Segment first(String episode) {
        return TestingTarget.game(episode, 2).get(0);
    }

    private static List<Segment> answered(List<Segment> output) {
        return output.stream().filter(segment -> segment.getTargets() != null).toList();
    }

    private static List<String> dropped(List<Segment> output) {
        return output.stream()
                .filter(segment -> segment.getDropped() != null)
                .map(segment -> segment.getSegmentIndex() + " " + segment.getDropped())
                .toList();
    }
}
