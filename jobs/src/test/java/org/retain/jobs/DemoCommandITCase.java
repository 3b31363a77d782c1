package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.jobs.command.TestingRun;

/** The demo as a new user runs it. */
class DemoCommandITCase {

    private static final int FRAMES = 48_160;
    private static final int BATCH = 16;

    private final String state = System.getProperty("retain.state");

    @TempDir private Path directory;

    @AfterEach
    void restoreState() {
        if (state == null) {
            System.clearProperty("retain.state");
        } else {
            System.setProperty("retain.state", state);
        }
    }

    @Test
    void takesEveryFrameOfTheBundledGamesIntoABatch() throws Exception {
        System.setProperty("retain.state", directory.toString());

        TestingRun run = TestingRun.of(new DemoCommand(), "demo", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(run.lastLine());
        long driving = summary.get("driving_rows").asLong();
        long drawn = summary.get("drawn_rows").asLong();
        assertThat(summary.get("dropped")).isEmpty();
        assertThat(summary.get("refused_rows").asLong()).isZero();
        assertThat(summary.get("batches").asLong()).isEqualTo((driving + BATCH - 1) / BATCH);
        assertThat(drawn + summary.get("forgiven_draws").asLong()).isEqualTo(driving);
        assertThat(summary.get("steps").asLong()).isBetween((long) FRAMES, 2L * FRAMES);
        assertThat(summary.get("memory").properties()).hasSizeGreaterThan(2);
    }
}
