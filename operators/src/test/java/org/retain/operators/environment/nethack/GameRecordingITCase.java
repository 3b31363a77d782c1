package org.retain.operators.environment.nethack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.nld.NetHackActions;
import org.retain.datasets.nld.NldDirectory;
import org.retain.datasets.nld.NldGame;
import org.retain.datasets.nld.SegmentCutter;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.TtyrecReader;
import org.retain.operators.environment.Environment;

/** Recorded games are a data set that tells what the agent saw, did and won. */
class GameRecordingITCase {

    private static final int STEPS = 12_000;
    private static final int CELLS = FrameBuffer.ROWS * FrameBuffer.COLUMNS;

    @TempDir private Path directory;

    private record Seen(
            byte[] chars,
            byte[] colors,
            short row,
            short column,
            int key,
            Map<String, String> strata,
            double score) {}

    private record Played(List<Seen> steps, String ending) {}

    @Test
    void decodesToWhatTheAgentSawAtEachStep() throws IOException {
        List<Played> episodes = play(new TestingKeys(3));

        NldDirectory recorded = NldDirectory.scan(directory);

        assertThat(recorded.skipped()).isEmpty();
        assertThat(recorded.notes()).isEmpty();
        assertThat(recorded.games()).hasSameSizeAs(episodes);
        assertThat(episodes.stream().map(Played::ending).distinct())
                .contains("", "died", "quit", "step-limit", "no-progress");
        for (int i = 0; i < episodes.size(); i++) {
            compare(episodes.get(i), recorded.games().get(i));
        }
    }

    private List<Played> play(TestingKeys keys) {
        List<Played> episodes = new ArrayList<>();
        NetHackSettings settings =
                new NetHackSettings(null, "arc-gno-neu-fem", 500, 40, directory.toString());
        try (Environment environment = new NetHackFactory(settings).create(1)) {
            BitSet slot = new BitSet();
            slot.set(0);
            List<Seen> steps = new ArrayList<>();
            environment.reset(0, 1);
            for (int step = 0; step < STEPS; step++) {
                byte action = keys.next();
                byte[] chars = bytes(environment.observation(0));
                byte[] colors = bytes(environment.observation(1));
                short row = environment.observation(2).getShort(0);
                short column = environment.observation(2).getShort(Short.BYTES);
                Map<String, String> strata = environment.strata(0);
                double score = environment.measures(0).get("score");
                environment.step(slot, ByteBuffer.wrap(new byte[] {action}));
                int key = NetHackActions.key(action);
                steps.add(new Seen(chars, colors, row, column, key, strata, score));
                if (environment.terminated(0) || environment.truncated(0)) {
                    episodes.add(new Played(steps, environment.ending(0)));
                    steps = new ArrayList<>();
                    environment.reset(0, 2 + step);
                }
            }
            episodes.add(new Played(steps, environment.ending(0)));
        }
        return episodes;
    }

    private static byte[] bytes(ByteBuffer observation) {
        byte[] bytes = new byte[CELLS];
        observation.get(0, bytes);
        return bytes;
    }

    private void compare(Played played, NldGame game) throws IOException {
        if (played.ending().equals("quit") || played.ending().equals("died")) {
            boolean quit = game.log().get("death").startsWith("quit");
            assertThat(quit).as(game.name()).isEqualTo(played.ending().equals("quit"));
        }
        FrameBuffer frame = new FrameBuffer(1);
        SegmentCutter cutter = new SegmentCutter(game, 1);
        List<Segment> segments = new ArrayList<>();
        int pages = 0;
        try (TtyrecReader reader = TtyrecReader.open(game.file())) {
            assertThat(reader.read(frame)).as(game.name()).isEqualTo(1);
            // A long welcome has pages, which a reset turns.
            while (!Arrays.equals(frame.chars(), played.steps().get(0).chars())) {
                assertThat(frame.keypresses()[0]).as(game.name()).isEqualTo((byte) ' ');
                cutter.accept(frame, 1, segments::add);
                assertThat(reader.read(frame)).as(game.name()).isEqualTo(1);
                pages++;
            }
            for (int step = 0; step < played.steps().size(); step++) {
                compare(played.steps().get(step), frame, game.name() + ", step " + step);
                cutter.accept(frame, 1, segments::add);
                int read = reader.read(frame);
                if (step + 1 < played.steps().size()) {
                    assertThat(read).as(game.name()).isEqualTo(1);
                }
            }
            while (reader.read(frame) > 0) {
                cutter.accept(frame, 1, segments::add);
            }
            assertThat(reader.damaged()).isFalse();
        }
        cutter.finish(false, segments::add);
        for (int step = 0; step < played.steps().size(); step++) {
            Segment segment = segments.get(pages + step);
            assertThat(segment.getStrata())
                    .as("%s, step %d", game.name(), step)
                    .isEqualTo(played.steps().get(step).strata());
        }
    }

    private static void compare(Seen seen, FrameBuffer frame, String where) {
        for (int cell = 0; cell < CELLS; cell++) {
            // Decoders put plain characters for bytes beyond ASCII.
            if (seen.chars()[cell] >= 0 && seen.chars()[cell] != frame.chars()[cell]) {
                assertThat(frame.chars()[cell])
                        .as("%s, cell %d", where, cell)
                        .isEqualTo(seen.chars()[cell]);
            }
        }
        assertThat(Arrays.equals(frame.colors(), seen.colors())).as(where).isTrue();
        assertThat(frame.cursors()).as(where).containsExactly(seen.row(), seen.column());
        assertThat(Byte.toUnsignedInt(frame.keypresses()[0])).as(where).isEqualTo(seen.key());
        assertThat((double) frame.scores()[0]).as(where).isEqualTo(seen.score());
    }
}
