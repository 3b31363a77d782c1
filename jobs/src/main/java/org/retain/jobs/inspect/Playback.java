package org.retain.jobs.inspect;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.FrameText;
import org.retain.datasets.ttyrec.TtyrecReader;

/**
 * Draws the frames of a recording over each other when they are due. Of frames that follow each
 * other faster than a terminal shows them only the last is drawn.
 */
final class Playback {

    private static final String ESC = "\u001b[";
    private static final int FRAMES = 256;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration REFRESH = Duration.ofMillis(15);

    private final PrintStream out;
    private final double speed;
    private final Clock clock;

    /** Time of the frame before, and of the playback when that frame was due, in nanoseconds. */
    private long lastTimestamp;

    private long due;

    Playback(PrintStream out, double speed, Clock clock) {
        this.out = out;
        this.speed = speed;
        this.clock = clock;
    }

    /** Plays to the end. */
    void play(TtyrecReader reader) throws IOException, InterruptedException {
        FrameBuffer buffer = new FrameBuffer(FRAMES);
        out.print(ESC + "2J" + ESC + "?25l");
        try {
            long number = 0;
            due = clock.nanos();
            for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
                if (number == 0) {
                    lastTimestamp = buffer.timestamps()[0];
                }
                due += pause(buffer.timestamps()[0]);
                for (int i = 0; i < n; i++) {
                    clock.awaitUntil(due);
                    long next =
                            i + 1 < n ? due + pause(buffer.timestamps()[i + 1]) : Long.MAX_VALUE;
                    if (next - REFRESH.toNanos() > clock.nanos()) {
                        draw(buffer, i, number);
                    }
                    due = i + 1 < n ? next : due;
                    number++;
                }
            }
        } finally {
            out.print(ESC + "?25h" + ESC + "0m\n");
            out.flush();
        }
    }

    private long pause(long timestamp) {
        long nanos = (long) ((timestamp - lastTimestamp) * 1_000L / speed);
        lastTimestamp = timestamp;
        return Math.max(0, Math.min(nanos, LONGEST_PAUSE.toNanos()));
    }

    private void draw(FrameBuffer buffer, int index, long number) {
        List<String> rows = FrameText.colored(buffer, index);
        out.print(
                ESC
                        + "H"
                        + String.join(ESC + "K\n", rows)
                        + ESC
                        + "K\n"
                        + FrameText.header(buffer, index, number)
                        + ESC
                        + "K");
        out.flush();
    }

    /** The time that passes while a recording plays. */
    interface Clock {

        long nanos();

        /** Waits until then; throws when the user does not want to wait. */
        void awaitUntil(long nanos) throws InterruptedException;
    }
}
