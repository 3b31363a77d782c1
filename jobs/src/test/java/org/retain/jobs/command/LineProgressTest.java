package org.retain.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LineProgressTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void tellsShareRateAndTimeLeft() {
        assertThat(LineProgress.line("Decoding", "games", 1500, 6000, 30 * SECOND))
                .isEqualTo("Decoding: 1,500 of 6,000 games (25 %), 30 s, 50/s, about 90 s left");
    }

    @Test
    void tellsWhatItCanWhenTheTotalIsUnknown() {
        assertThat(LineProgress.line("Feeding", "segments", 15, Progress.UNKNOWN, 10 * SECOND))
                .isEqualTo("Feeding: 15 segments, 10 s, 1.5/s");
    }

    @Test
    void tellsNoRateBeforeAnythingIsDone() {
        assertThat(LineProgress.line("Decoding", "games", 0, 0, 0))
                .isEqualTo("Decoding: 0 of 0 games, 0 s");
    }

    @Test
    @Timeout(30)
    void printsAgainAndAgainAndOnceMoreAtTheEnd() throws InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        try (Progress progress =
                new LineProgress(into(lines), "Decoding", "games", 4, Duration.ofMillis(5))) {
            progress.step(1);
            while (!lines.take().startsWith("Decoding: 1 of 4 games")) {}
            progress.moveTo(3);
            while (!lines.take().startsWith("Decoding: 3 of 4 games")) {}
            progress.step(1);
        }

        String last = "";
        for (String line = ""; line != null; line = lines.poll(100, TimeUnit.MILLISECONDS)) {
            last = line;
        }
        assertThat(last).startsWith("Decoding: 4 of 4 games (100 %)");
    }

    private static PrintStream into(BlockingQueue<String> lines) {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                lines.add(line);
            }
        };
    }
}
