package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.jobs.command.TestingRun;

/** The AppleRetrieval demo as a new user runs it, once. */
class AppleDemoITCase {

    private static final String STATE = System.getProperty("retain.state");

    @TempDir private static Path directory;

    private static TestingRun run;
    private static JsonNode summary;

    @BeforeAll
    static void runOnce() throws Exception {
        System.setProperty("retain.state", directory.toString());
        run =
                TestingRun.of(
                        new DemoCommand(), "demo", "--environment", "apple-retrieval", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        summary = new ObjectMapper().readTree(run.lastLine());
    }

    @AfterAll
    static void restoreState() {
        if (STATE == null) {
            System.clearProperty("retain.state");
        } else {
            System.setProperty("retain.state", STATE);
        }
    }

    @Test
    void theTeacherKnowsTheWayHomeButNotTheWayThere() {
        assertThat(phase2("teacher")).isGreaterThan(0.95);
        assertThat(whole("teacher")).isLessThan(0.05);
    }

    @Test
    void fineTuningForgetsTheWayHomeAndRetentionDoesNot() {
        assertThat(phase2("vanilla")).isLessThan(phase2("teacher") - 0.4);
        assertThat(phase2("retained")).isGreaterThan(phase2("teacher") - 0.05);
    }

    @Test
    void whatIsRetainedServesTheWholeTask() {
        assertThat(whole("retained")).isGreaterThan(whole("vanilla") + 0.3);
    }

    @Test
    void bothStudentsStartAsTheTeacherAndTrainEquallyLong() {
        for (String student : new String[] {"vanilla", "retained"}) {
            JsonNode course = summary.get(student).get("course");
            JsonNode last = course.get(course.size() - 1);

            assertThat(summary.get(student).get("updates").asLong())
                    .isEqualTo(AppleConfiguration.UPDATES);
            assertThat(course.get(0).get("updates").asLong()).isZero();
            assertThat(course.get(0).get("phase_2_success").asDouble())
                    .isEqualTo(phase2("teacher"));
            assertThat(last.get("updates").asLong()).isEqualTo(AppleConfiguration.UPDATES);
            // Play in this thread and EvaluateJob play the same episodes.
            assertThat(last.get("phase_2_success").asDouble()).isEqualTo(phase2(student));
            assertThat(last.get("success").asDouble()).isEqualTo(whole(student));
        }
    }

    @Test
    void thereIsATableOfWhoDoesWhat() {
        assertThat(Stream.of("who", "teacher", "vanilla", "retained"))
                .allSatisfy(
                        who ->
                                assertThat(run.err().lines())
                                        .anyMatch(line -> line.strip().startsWith(who)));
        assertThat(run.out().lines()).hasSize(1);
    }

    private static double phase2(String who) {
        return summary.get(who).get("phase_2_success").asDouble();
    }

    private static double whole(String who) {
        return summary.get(who).get("success").asDouble();
    }
}
