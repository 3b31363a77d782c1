package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.util.Float16Utils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;

/** The numbers that {@link TargetOperator} gives. */
class TargetAnswersTest {

    private static final float TOLERANCE = 1e-5f;

    @TempDir private Path directory;

    private TargetSettings settings;

    @BeforeEach
    void writeTeacher() throws IOException {
        settings = TestingTarget.settings(directory, 1, 3);
    }

    @Test
    void answersInterleavedSegmentsAsOneStraightPassDoes() throws Exception {
        List<List<Segment>> games = games();
        List<Segment> output;
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(interleaved(games).toArray(Segment[]::new));
            target.endInput();
            output = target.output();
        }

        assertThat(output).hasSize(games.stream().mapToInt(List::size).sum());
        assertStraight(games, output);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "3, 2"})
    void goesOnAfterACheckpointAtAnotherParallelism(int before, int after) throws Exception {
        List<List<Segment>> games = games();
        List<Segment> arrivals = interleaved(games);
        int half = arrivals.size() / 2;
        List<Segment> output = new ArrayList<>();
        OperatorSubtaskState checkpoint;
        try (TestingTarget target = TestingTarget.start(settings, before, null)) {
            target.process(arrivals.subList(0, half).toArray(Segment[]::new));
            checkpoint = target.checkpoint();
            output.addAll(target.output());
            assertThat(output).hasSize(half);
            // Lost with the failure, and so sent again below.
            target.process(copies(arrivals.subList(half, half + 2)));
        }
        try (TestingTarget target = TestingTarget.start(settings, after, checkpoint)) {
            target.process(arrivals.subList(half, arrivals.size()).toArray(Segment[]::new));
            target.endInput();
            output.addAll(target.output());
        }

        assertThat(output).hasSameSizeAs(arrivals);
        assertStraight(games, output);
    }

    @Test
    void halvesTheLogitsOnRequest() throws Exception {
        List<Segment> game = TestingTarget.game("game", 1);
        TargetSettings half =
                new TargetSettings(
                        settings.teacher(),
                        null,
                        1,
                        Duration.ofSeconds(1),
                        TargetType.F16,
                        Duration.ofHours(1),
                        Duration.ofHours(1));
        try (TestingTarget target = TestingTarget.start(half, 1, null)) {
            target.process(game.get(0));
        }

        Tensor logits = game.get(0).getTargets().getDistribution().get(0);
        assertThat(logits.getDtype()).isEqualTo(TensorType.F16);
        float[] expected = TestingTarget.straightPass(settings, game).logits();
        ByteBuffer raw =
                ByteBuffer.wrap(TensorPacking.unpack(logits)).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : expected) {
            float found = Float16Utils.halfToFloat(raw.getShort());
            assertThat(found).isCloseTo(value, within(1e-3f * Math.max(1, Math.abs(value))));
        }
        assertThat(raw.hasRemaining()).isFalse();
    }

    @Test
    void isNotMovedBySegmentsThatComeTwice() throws Exception {
        List<Segment> game = TestingTarget.game("game", 4);
        List<Segment> again = TestingTarget.game("game", 4);
        List<Segment> output;
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(game.get(0), again.get(0), game.get(1), again.get(0), again.get(1));
            target.process(game.get(2), again.get(2), game.get(3), again.get(3));
            target.endInput();
            output = target.output();
        }

        assertThat(output).hasSize(9);
        assertStraight(
                List.of(game),
                output.stream().filter(segment -> segment.getTargets() != null).toList());
    }

    @Test
    void answersRecordedGamesAsOneStraightPassDoes() throws Exception {
        List<List<Segment>> games = TestingRecordings.read(directory, 32, 6);

        List<Segment> output = new ArrayList<>();
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(interleaved(games).toArray(Segment[]::new));
            target.endInput();
            output.addAll(target.output());
        }

        assertThat(games).hasSizeGreaterThan(1);
        assertStraight(games, output);
    }

    private void assertStraight(List<List<Segment>> games, List<Segment> output) {
        for (List<Segment> game : games) {
            List<Segment> answered =
                    output.stream()
                            .filter(
                                    segment ->
                                            segment.getEpisodeId()
                                                    .equals(game.get(0).getEpisodeId()))
                            .sorted(Comparator.comparing(Segment::getSegmentIndex))
                            .toList();
            assertThat(answered).hasSameSizeAs(game);
            float[] expected = TestingTarget.straightPass(settings, game).logits();
            int start = 0;
            for (int i = 0; i < game.size(); i++) {
                Segment segment = answered.get(i);
                assertThat(segment.getTargets().getTeacherId()).isEqualTo(settings.sha256());
                float[] logits = floats(segment.getTargets().getDistribution(), "logits");
                assertThat(logits).hasSize(segment.getLength() * 121);
                assertThat(logits)
                        .containsExactly(
                                Arrays.copyOfRange(expected, start, start + logits.length),
                                within(TOLERANCE));
                start += logits.length;
                assertStateBefore(segment, game.subList(0, i));
            }
        }
    }

    private void assertStateBefore(Segment segment, List<Segment> earlier) {
        List<Tensor> state = segment.getTargets().getRecurrentState();
        float[] h = new float[TestingTarget.SMALL.core()];
        float[] c = new float[TestingTarget.SMALL.core()];
        if (!earlier.isEmpty()) {
            TestingTarget.StraightPass pass = TestingTarget.straightPass(settings, earlier);
            h = pass.h();
            c = pass.c();
        }
        assertThat(floats(state, "h")).containsExactly(h, within(TOLERANCE));
        assertThat(floats(state, "c")).containsExactly(c, within(TOLERANCE));
    }

    private static float[] floats(List<Tensor> tensors, String name) {
        return TensorPacking.unpackFloats(TensorPacking.find(tensors, name));
    }

    private static List<List<Segment>> games() {
        return List.of(
                TestingTarget.game("a", 5),
                TestingTarget.game("b", 1),
                TestingTarget.game("c", 3),
                TestingTarget.game("d", 4),
                TestingTarget.game("e", 2));
    }

    private static List<Segment> interleaved(List<List<Segment>> games) {
        List<Segment> arrivals = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            for (List<Segment> game : games) {
                if (i < game.size()) {
                    arrivals.add(game.get(i));
                }
            }
        }
        return arrivals;
    }

    private static Segment[] copies(List<Segment> segments) {
        return segments.stream()
                .map(segment -> Segment.newBuilder(segment).build())
                .toArray(Segment[]::new);
    }
}
