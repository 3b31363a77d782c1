package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;

/** The demo as a new user runs it, once. */
class DemoCommandITCase {

    private static final int UPDATES = 30;
    private static final int BATCH = 32;
    private static final int STEPS = 32;
    private static final String STATE = System.getProperty("retain.state");

    @TempDir private static Path directory;

    private static TestingRun run;
    private static JsonNode summary;

    @BeforeAll
    static void runOnce() throws Exception {
        System.setProperty("retain.state", directory.toString());
        run =
                TestingRun.of(
                        new DemoCommand(),
                        "demo",
                        "--json",
                        "--demo.updates",
                        String.valueOf(UPDATES));
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
    void theStudentLearnsFromWhatItPlays() {
        assertThat(summary.get("dropped")).isEmpty();
        assertThat(summary.get("refused_rows").asLong()).isZero();
        assertThat(summary.get("driving_rows").asLong()).isEqualTo(UPDATES * BATCH);
        assertThat(summary.get("steps").asLong()).isBetween(1L, (long) UPDATES * BATCH * STEPS);
        assertThat(summary.get("played_steps").asLong())
                .isGreaterThanOrEqualTo(summary.get("steps").asLong());
    }

    @Test
    void teacherAndStudentPlayTheSameGames() {
        assertThat(summary.get("episodes").asInt()).isEqualTo(NetHackConfiguration.EPISODES);
        assertThat(summary.get("teacher_score").asDouble()).isBetween(0.0, 10_000.0);
        assertThat(summary.get("student_score").asDouble()).isBetween(0.0, 10_000.0);
    }

    @Test
    void theTeacherKnowsMoreOfTheHeldOutGameThanChance() {
        assertThat(summary.get("teacher_updates").asLong()).isPositive();
        assertThat(summary.get("held_out_accuracy").asDouble()).isGreaterThan(0.3);
        assertThat(summary.get("held_out_cross_entropy").asDouble())
                .isLessThan(Math.log(SmallNetShape.DEFAULT.actions()) / 2);
    }

    @Test
    void theStudentStartsAsTheTeacherAndMovesAwayWhileTheCoefficientDecays() {
        long updates = summary.get("updates").asLong();
        JsonNode curve = summary.get("learning_curve");
        JsonNode first = curve.get(0);

        assertThat(updates).isEqualTo(UPDATES);
        assertThat(summary.get("skipped_updates").asLong()).isZero();
        assertThat(first.get("updates").asLong()).isEqualTo(1);
        assertThat(first.get("retention_loss").asDouble()).isCloseTo(0, within(1e-5));
        assertThat(curve.get(curve.size() - 1).get("updates").asLong()).isEqualTo(updates);
        long before = 0;
        for (JsonNode line : curve) {
            long after = line.get("updates").asLong();
            assertThat(line.get("loss").asDouble()).isFinite();
            assertThat(line.get("retention_loss").asDouble()).isFinite().isGreaterThan(-1e-6);
            assertThat(line.get("retention_coefficient").asDouble())
                    .isCloseTo(meanCoefficient(before, after), within(1e-9));
            before = after;
        }
        assertThat(summary.get("retention_loss").asDouble()).isGreaterThan(1e-6);
    }

    @Test
    void theWeightsOfTeacherAndStudentCanBeRead() {
        PolicyWeights.Loaded teacher =
                PolicyWeights.read(summary.get("teacher").asText(), Optional.empty());
        PolicyWeights.Loaded student =
                PolicyWeights.read(
                        summary.get("weights").asText(),
                        Optional.of(summary.get("sha256").asText()));

        assertThat(student.weights().shape())
                .isEqualTo(teacher.weights().shape())
                .isEqualTo(SmallNetShape.DEFAULT);
        assertThat(student.sha256()).isNotEqualTo(teacher.sha256());
    }

    @Test
    void eachStationHasItsLine() {
        List<String> lines = run.err().lines().map(line -> line.replaceAll("\\s+", " ")).toList();

        assertThat(
                        Stream.of(
                                "preprocess 3 games, 48,160 frames to Parquet",
                                "pretrain ",
                                "evaluate the teacher plays 32 games of NetHack",
                                "finetune ",
                                " learner 960 segments",
                                " updates loss KL to teacher coefficient",
                                " 1 ",
                                " 30 ",
                                "evaluate the student plays 32 games of NetHack"))
                .allSatisfy(start -> assertThat(lines).anyMatch(line -> line.startsWith(start)));
        assertThat(run.out().lines()).hasSize(1);
    }

    /** Mean of coefficient · decay^n over the updates n from one to before another. */
    private static double meanCoefficient(long from, long to) {
        double sum = 0;
        for (long update = from; update < to; update++) {
            sum += NetHackConfiguration.COEFFICIENT * Math.pow(NetHackConfiguration.DECAY, update);
        }
        return sum / (to - from);
    }
}
