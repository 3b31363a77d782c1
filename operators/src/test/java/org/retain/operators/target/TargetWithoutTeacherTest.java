package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Targets;

/** What {@link TargetOperator} does when it has no teacher. */
class TargetWithoutTeacherTest {

    private static final TargetSettings NONE =
            new TargetSettings(
                    null,
                    null,
                    16,
                    Duration.ofHours(1),
                    TargetType.F32,
                    Duration.ofHours(1),
                    Duration.ofHours(1));

    @TempDir private Path directory;

    @Test
    void passesSegmentsOnAtOnceWithoutTargets() throws Exception {
        List<Segment> game = TestingTarget.game("game", 2);
        game.get(0).setTargets(new Targets("somebody", new ArrayList<>(), new ArrayList<>()));
        Segment vectors = TestingVectors.discrete("vectors", 2).get(0);
        try (TestingTarget target = TestingTarget.start(NONE, 1, null)) {
            target.process(game.get(0), vectors, game.get(1));

            assertThat(target.output())
                    .containsExactly(game.get(0), vectors, game.get(1))
                    .allSatisfy(segment -> assertThat(segment.getTargets()).isNull())
                    .allSatisfy(segment -> assertThat(segment.getObservations()).isNotEmpty());
            assertThat(target.metrics())
                    .containsEntry(TargetMetrics.SEGMENTS, 3L)
                    .containsEntry(TargetMetrics.BUNDLES, 0L)
                    .containsEntry(TargetMetrics.EPISODES_ENDED, 1L);
        }
    }

    @Test
    void dropsWhatComesTwiceOrAfterAGapInTheOrderOfArrival() throws Exception {
        List<Segment> game = TestingTarget.game("game", 2);
        List<Segment> gap = TestingTarget.game("gap", 4);
        Segment marker = TestingTarget.game("marker", 1).get(0);
        marker.setDropped("upstream");
        try (TestingTarget target = TestingTarget.start(NONE, 1, null)) {
            target.process(game.get(0), TestingTarget.game("game", 2).get(0), marker);
            target.process(gap.get(0), gap.get(2), gap.get(3), game.get(1));
            target.process(TestingTarget.game("game", 4).get(2), gap.get(1));
            target.process(TestingTarget.game("middle", 3).get(1));

            assertThat(target.output())
                    .extracting(
                            Segment::getEpisodeId, Segment::getSegmentIndex, Segment::getDropped)
                    .containsExactly(
                            tuple("game", 0, null),
                            tuple("game", 0, "duplicate"),
                            tuple("marker", 0, "upstream"),
                            tuple("gap", 0, null),
                            tuple("gap", 2, "gap"),
                            tuple("gap", 3, "gap"),
                            tuple("game", 1, null),
                            tuple("game", 2, "after-end"),
                            tuple("gap", 1, "gap"),
                            tuple("middle", 1, "joined-in-mid-episode"));
        }
    }

    @Test
    void goesOnAfterACheckpointAtAnotherParallelism() throws Exception {
        List<Segment> a = TestingTarget.game("a", 3);
        List<Segment> b = TestingTarget.game("b", 3);
        OperatorSubtaskState checkpoint;
        try (TestingTarget target = TestingTarget.start(NONE, 1, null)) {
            target.process(a.get(0), b.get(0), b.get(1));
            checkpoint = target.checkpoint();
        }
        try (TestingTarget target = TestingTarget.start(NONE, 2, checkpoint)) {
            target.process(a.get(1), TestingTarget.game("b", 3).get(1), b.get(2), a.get(2));

            assertThat(target.output())
                    .extracting(
                            Segment::getEpisodeId, Segment::getSegmentIndex, Segment::getDropped)
                    .containsExactlyInAnyOrder(
                            tuple("a", 1, null),
                            tuple("a", 2, null),
                            tuple("b", 1, "duplicate"),
                            tuple("b", 2, null));
        }
    }

    @Test
    void dropsEpisodesUnderWayWhenATeacherComes() throws Exception {
        OperatorSubtaskState checkpoint;
        try (TestingTarget target = TestingTarget.start(NONE, 1, null)) {
            target.process(TestingTarget.game("game", 3).get(0));
            checkpoint = target.checkpoint();
        }
        try (TestingTarget target =
                TestingTarget.start(TestingTarget.settings(directory, 1, 3), 1, checkpoint)) {
            target.process(TestingTarget.game("game", 3).get(1));
            target.process(TestingTarget.game("new", 3).get(0));
            target.endInput();

            assertThat(target.output())
                    .extracting(Segment::getEpisodeId, Segment::getDropped)
                    .containsExactly(tuple("game", "teacher-changed"), tuple("new", null));
        }
    }

    @Test
    void goesOnWithoutTargetsWhenTheTeacherGoes() throws Exception {
        List<Segment> game = TestingTarget.game("game", 3);
        OperatorSubtaskState checkpoint;
        try (TestingTarget target =
                TestingTarget.start(TestingTarget.settings(directory, 1, 3), 1, null)) {
            target.process(game.get(0));
            checkpoint = target.checkpoint();
        }
        try (TestingTarget target = TestingTarget.start(NONE, 1, checkpoint)) {
            target.process(TestingTarget.game("game", 3).get(0), game.get(1), game.get(2));

            assertThat(target.output())
                    .extracting(Segment::getDropped)
                    .containsExactly("duplicate", null, null);
            assertThat(game.get(1).getTargets()).isNull();
        }
    }
}
