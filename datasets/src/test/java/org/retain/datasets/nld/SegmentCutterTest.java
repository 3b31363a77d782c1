package org.retain.datasets.nld;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.TtyrecReader;

class SegmentCutterTest {

    private static final int CELLS = 24 * 80;
    private static final Map<String, String> DIED =
            Map.of("role", "Mon", "death", "killed by a newt");

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 32, 100})
    void losesAndDoublesNoFrame(int length) {
        FrameBuffer frames = frames(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);

        List<Segment> segments = cut(DIED, length, frames, 10, false);

        byte[] keys = new byte[10];
        int at = 0;
        for (Segment segment : segments) {
            assertThat(segment.getFirstStep()).isEqualTo(at);
            byte[] part = info(segment, "keypresses");
            assertThat(part).hasSize(segment.getLength());
            System.arraycopy(part, 0, keys, at, part.length);
            byte[] chars = observation(segment, "tty_chars");
            for (int row = 0; row <= segment.getLength(); row++) {
                int expected = Math.min(at + row, 9);
                assertThat(chars[row * CELLS]).isEqualTo((byte) ('a' + expected));
            }
            at += segment.getLength();
        }
        assertThat(keys).isEqualTo(Arrays.copyOf(frames.keypresses(), 10));
    }

    @Test
    void marksTheEndsOfAGame() {
        List<Segment> segments = cut(DIED, 4, frames(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 10, false);

        assertThat(segments).extracting(Segment::getLength).containsExactly(4, 4, 2);
        assertThat(segments).extracting(Segment::getSegmentIndex).containsExactly(0, 1, 2);
        assertThat(segments)
                .extracting(Segment::getFirstOfEpisode)
                .containsExactly(true, false, false);
        assertThat(segments)
                .extracting(Segment::getBootstrapValid)
                .containsExactly(true, true, false);
        assertThat(segments).extracting(Segment::getTerminated).containsExactly(false, false, true);
        assertThat(segments).noneMatch(Segment::getTruncated);
    }

    @Test
    void cutsAGameOfWholeSegmentsWithoutAnEmptyOne() {
        List<Segment> segments = cut(DIED, 5, frames(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 10, false);

        assertThat(segments).extracting(Segment::getLength).containsExactly(5, 5);
        assertThat(segments).extracting(Segment::getTerminated).containsExactly(false, true);
    }

    @Test
    void givesNothingForAGameWithoutFrames() {
        assertThat(cut(DIED, 5, new FrameBuffer(1), 0, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "killed by a newt, false, true",
        "killed by a newt, true, false",
        "ascended, false, true",
        "escaped, false, true",
        "quit, false, false",
        "quit while already on Charon's boat, false, false",
        "panic, false, false",
        "trickery, false, false",
    })
    void tellsTerminatedFromTruncated(String death, boolean damaged, boolean terminated) {
        Segment last = cut(Map.of("death", death), 4, frames(0, 1), 2, damaged).get(0);

        assertThat(last.getTerminated()).isEqualTo(terminated);
        assertThat(last.getTruncated()).isEqualTo(!terminated);
    }

    @Test
    void truncatesAGameWithoutALogLine() {
        Segment last = cut(Map.of(), 4, frames(0, 1), 2, false).get(0);

        assertThat(last.getTerminated()).isFalse();
        assertThat(last.getTruncated()).isTrue();
        assertThat(last.getStrata()).containsEntry("role", "unknown");
    }

    @Test
    void rewardsWithTheDifferenceToTheNextScore() {
        List<Segment> segments = cut(DIED, 2, frames(5, 5, 30, 20, 26), 5, false);

        assertThat(rewards(segments)).containsExactly(0f, 25f, -10f, 6f, 0f);
    }

    @Test
    void hidesTheDropToZeroAfterTheEndOfAGame() {
        List<Segment> segments = cut(DIED, 2, frames(0, 0, 12, 40, 0, 0, 0), 7, false);

        assertThat(rewards(segments)).containsExactly(0f, 12f, 28f, 0f, 0f, 0f, 0f);
        assertThat(ByteBuffer.wrap(info(segments.get(2), "scores")).getInt()).isZero();
    }

    @Test
    void labelsUnknownKeysAsNorthAndCountsThem() {
        FrameBuffer frames = frames(0, 0, 0);
        frames.keypresses()[0] = 'j';
        frames.keypresses()[1] = 0;
        frames.keypresses()[2] = (byte) 240;
        SegmentCutter cutter = new SegmentCutter(game(DIED), 2);
        List<Segment> segments = new ArrayList<>();

        cutter.accept(frames, 3, segments::add);
        cutter.finish(false, segments::add);

        assertThat(TensorPacking.unpack(segments.get(0).getActions())).containsExactly(2, 0);
        assertThat(TensorPacking.unpack(segments.get(0).getPreviousAction())).containsExactly(0);
        assertThat(NetHackActions.key(TensorPacking.unpack(segments.get(1).getActions())[0]))
                .isEqualTo(240);
        assertThat(cutter.unknownKeys()).isEqualTo(1);
    }

    @Test
    void carriesThePreviousActionIntoTheNextSegment() {
        FrameBuffer frames = frames(0, 0, 0);
        Arrays.fill(frames.keypresses(), (byte) 'l');

        List<Segment> segments = cut(DIED, 2, frames, 3, false);

        assertThat(TensorPacking.unpack(segments.get(1).getPreviousAction())).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, unknown",
        "0, 0-999",
        "999, 0-999",
        "1000, 1000-4999",
        "4999, 1000-4999",
        "5000, 5000-19999",
        "19999, 5000-19999",
        "20000, 20000+"
    })
    void namesTheTimeInTheGame(int turn, String stratum) {
        assertThat(SegmentCutter.timeStratum(turn)).isEqualTo(stratum);
    }

    @Test
    void cutsRecordedGamesFrameForFrame(@TempDir Path root) throws IOException {
        TestingGames.copyTo(root);
        for (NldGame game : NldDirectory.scan(root).games()) {
            List<Segment> segments = new ArrayList<>();
            FrameBuffer all = new FrameBuffer(60_000);
            int frames;
            SegmentCutter cutter = new SegmentCutter(game, 32);
            try (TtyrecReader reader = TtyrecReader.open(game.file())) {
                frames = reader.read(all);
                cutter.accept(all, frames, segments::add);
                cutter.finish(reader.damaged(), segments::add);
            }

            assertThat(cutter.steps()).isEqualTo(frames).isPositive();
            assertThat(cutter.unknownKeys()).isZero();
            for (Segment segment : segments) {
                int from = (int) segment.getFirstStep();
                int rows = segment.getLength() + (segment.getBootstrapValid() ? 1 : 0);
                assertThat(Arrays.copyOf(observation(segment, "tty_chars"), rows * CELLS))
                        .isEqualTo(
                                Arrays.copyOfRange(
                                        all.chars(), from * CELLS, (from + rows) * CELLS));
                assertThat(Arrays.copyOf(observation(segment, "tty_colors"), rows * CELLS))
                        .isEqualTo(
                                Arrays.copyOfRange(
                                        all.colors(), from * CELLS, (from + rows) * CELLS));
            }
            assertThat(segments.stream().skip(1).map(Segment::getStrata))
                    .allMatch(strata -> strata.get("dungeon-level").matches("\\d+"))
                    .allMatch(strata -> strata.get("time").matches("\\d.*"))
                    .allMatch(strata -> strata.get("role").equals(game.role()));
            double gained = rewards(segments).stream().mapToDouble(Float::doubleValue).sum();
            int best = Arrays.stream(all.scores(), 0, frames).max().orElseThrow();
            assertThat(gained).isPositive().isLessThanOrEqualTo(best);
            assertThat(segments.get(segments.size() - 1).getTerminated())
                    .isEqualTo(game.end() == GameEnd.FINISHED);
        }
    }

    private static FrameBuffer frames(int... scores) {
        FrameBuffer frames = new FrameBuffer(scores.length);
        Arrays.fill(frames.chars(), (byte) ' ');
        for (int i = 0; i < scores.length; i++) {
            frames.chars()[i * CELLS] = (byte) ('a' + i);
            frames.colors()[i * CELLS] = (byte) i;
            frames.cursors()[2 * i + 1] = (short) i;
            frames.timestamps()[i] = 1_000_000L * i;
            frames.keypresses()[i] = (byte) ('a' + i);
            frames.scores()[i] = scores[i];
        }
        return frames;
    }

    private static List<Segment> cut(
            Map<String, String> log, int length, FrameBuffer frames, int count, boolean damaged) {
        List<Segment> segments = new ArrayList<>();
        SegmentCutter cutter = new SegmentCutter(game(log), length);
        cutter.accept(frames, count, segments::add);
        cutter.finish(damaged, segments::add);
        return segments;
    }

    private static NldGame game(Map<String, String> log) {
        return new NldGame(Path.of("root"), "s/nle.1.0.ttyrec3.bz2", 1, log);
    }

    private static List<Float> rewards(List<Segment> segments) {
        List<Float> rewards = new ArrayList<>();
        for (Segment segment : segments) {
            for (float reward : TensorPacking.unpackFloats(segment.getRewards())) {
                rewards.add(reward);
            }
        }
        return rewards;
    }

    private static byte[] observation(Segment segment, String name) {
        return TensorPacking.unpack(TensorPacking.find(segment.getObservations(), name));
    }

    private static byte[] info(Segment segment, String name) {
        Tensor tensor = TensorPacking.find(segment.getInfo(), name);
        return TensorPacking.unpack(tensor);
    }
}
