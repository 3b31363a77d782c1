package org.retain.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retain.datasets.ttyrec.TestingTtyrecWriter;
import org.retain.datasets.ttyrec.TtyrecReader;

class PlaybackTest {

    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    private final TestingClock clock = new TestingClock();

    @Test
    void drawsEachFrameWhenItIsDue() throws Exception {
        play(1, recording(0, 1_000_000, 3_500_000));

        assertThat(clock.waitedUntil).containsExactly(0L, SECOND, 3 * SECOND + SECOND / 2);
        assertThat(drawnFrames()).containsExactly("frame 0 ", "frame 1 ", "frame 2 ");
    }

    @Test
    void playsFasterWhenAsked() throws Exception {
        play(4, recording(0, 1_000_000));

        assertThat(clock.waitedUntil).containsExactly(0L, SECOND / 4);
    }

    @Test
    void shortensLongPausesAndIgnoresTimeThatRunsBackwards() throws Exception {
        play(1, recording(0, 1_000_000_000, 0));

        assertThat(clock.waitedUntil).containsExactly(0L, 5 * SECOND, 5 * SECOND);
    }

    @Test
    void drawsOnlyTheLastOfFramesThatFollowEachOtherAtOnce() throws Exception {
        play(1, recording(0, 1_000, 2_000, 3_000, 500_000));

        assertThat(drawnFrames()).containsExactly("frame 3 ", "frame 4 ");
    }

    @Test
    void keepsTimeOverMoreFramesThanAreDecodedAtOnce() throws Exception {
        int[] times = new int[300];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * 100_000;
        }

        play(1, recording(times));

        assertThat(clock.now).isEqualTo(299 * SECOND / 10);
        assertThat(drawnFrames()).hasSize(300);
    }

    @Test
    void leavesTheTerminalUsable() throws Exception {
        play(1, recording(0));

        assertThat(drawn.toString(StandardCharsets.UTF_8)).endsWith("\u001b[?25h\u001b[0m\n");
    }

    private void play(double speed, byte[] file) throws Exception {
        try (TtyrecReader reader = TtyrecReader.open(new ByteArrayInputStream(file), "test");
                PrintStream out = new PrintStream(drawn, false, StandardCharsets.UTF_8)) {
            new Playback(out, speed, clock).play(reader);
        }
    }

    private List<String> drawnFrames() {
        return drawn.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("frame "))
                .map(line -> line.substring(0, line.indexOf(" key")))
                .toList();
    }

    private static byte[] recording(int... micros) {
        TestingTtyrecWriter writer = new TestingTtyrecWriter();
        for (int time : micros) {
            writer.score(1).time(time / 1_000_000, time % 1_000_000).key('k');
        }
        return writer.score(1).compressed();
    }

    private static final class TestingClock implements Playback.Clock {

        private final List<Long> waitedUntil = new ArrayList<>();
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void awaitUntil(long nanos) {
            waitedUntil.add(nanos);
            now = Math.max(now, nanos);
        }
    }
}
