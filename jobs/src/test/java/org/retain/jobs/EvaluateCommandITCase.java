package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.retain.datasets.episode.TestingEpisodes.comparable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.parquet.EpisodeParquet;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.command.TestingRun;
import org.retain.operators.evaluation.EpisodeFile;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/** {@code ./retain evaluate} from a weights file to rows and figures, on a real cluster. */
@Timeout(180)
class EvaluateCommandITCase {

    /** Some seconds of play: episodes that are all cut off late. */
    private static final String[] LONG = {
        "--episodes",
        "60",
        "--evaluation.slots",
        "4",
        "--environment.apple-retrieval.distance",
        "1000",
        "--environment.apple-retrieval.step-limit",
        "3000",
        "--job.checkpoint-interval",
        "100ms"
    };

    @TempDir private Path directory;

    @BeforeEach
    void writeWeights() throws Exception {
        PolicyWeights.random(new VectorNetShape(1, List.of(), 0, 2), 1).write(weights());
    }

    @Test
    void writesRowsAndEndsWithTheirFiguresAsJson() throws Exception {
        TestingRun run = evaluate("--episodes", "20", "--evaluation.first-seed", "5", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode summary = new ObjectMapper().readTree(run.lastLine());
        assertThat(summary.fieldNames())
                .toIterable()
                .containsExactly(
                        "episodes",
                        "mean_score",
                        "median_score",
                        "iqm_score",
                        "interval",
                        "seeds",
                        "results");
        EpisodeParquet file = EpisodeFile.read(output()).orElseThrow();
        double mean =
                file.episodes().stream().mapToDouble(Episode::getRewardSum).average().orElseThrow();
        assertThat(summary.get("episodes").asInt()).isEqualTo(20).isEqualTo(file.episodes().size());
        assertThat(summary.get("mean_score").asDouble()).isEqualTo(mean);
        assertThat(summary.get("interval").get(0).asDouble())
                .isLessThanOrEqualTo(summary.get("iqm_score").asDouble());
        assertThat(summary.get("seeds")).hasSize(20);
        assertThat(summary.get("seeds").get(0).asLong()).isEqualTo(5);
        assertThat(summary.get("results").asText()).isEqualTo(output() + "/episodes.parquet");
        assertThat(run.err())
                .contains("95 % interval", "measure", "success", "phase", "ended step-limit")
                .contains("Evaluating: 20 of 20 episodes");
        assertThat(file.lineage())
                .containsEntry("seeds", "5 to 24")
                .containsEntry("environment.name", "apple-retrieval")
                .containsEntry("environment.apple-retrieval.distance", "3")
                .containsEntry(
                        "weights-sha256", PolicyWeights.read(weights(), Optional.empty()).sha256())
                .containsKeys("version.flink", "version.retain");
    }

    @Test
    void aCompleteEvaluationIsNotRepeatedAndAnotherOneIsRefused() {
        assertThat(evaluate("--episodes", "3").exitCode()).isZero();

        TestingRun again = evaluate("--episodes", "3", "--evaluation.slots", "2");
        TestingRun other = evaluate("--episodes", "4");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("is complete; nothing to do");
        assertThat(again.out()).contains("reward: mean");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err())
                .contains("holds another evaluation: --seeds is 0 to 3, it was 0 to 2")
                .contains("give another --output");
    }

    @Test
    void aRunThatWasStoppedGoesOnToTheRowsOfACalmOne() throws Exception {
        String calm = directory.resolve("calm").toString();
        assertThat(evaluate(LONG).exitCode()).isZero();
        Files.move(Path.of(output()), Path.of(calm));

        StopToken stop = new StopToken();
        CompletableFuture<TestingRun> stopped =
                CompletableFuture.supplyAsync(
                        () -> TestingRun.of(List.of(new EvaluateCommand()), stop, arguments(LONG)));
        while (!checkpointed() && !stopped.isDone()) {
            Thread.onSpinWait();
        }
        stop.request();
        assertThat(stopped.get().exitCode()).as(stopped.get().err()).isNotZero();
        assertThat(EpisodeFile.read(output())).isEmpty();
        TestingRun resumed = evaluate(LONG);

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("Goes on from " + output() + "/checkpoints");
        assertThat(comparable(rows(output()))).isEqualTo(comparable(rows(calm)));
    }

    @Test
    void refusesWeightsThatAreMissingOrOthersBeforeAnythingStarts() throws Exception {
        TestingRun others = evaluate("--weights-sha256", "ab".repeat(32));
        Files.delete(Path.of(weights()));
        TestingRun missing = evaluate();

        assertThat(others.exitCode()).isEqualTo(1);
        assertThat(others.err()).contains("the weights file has SHA-256", "expected abab");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("weights.safetensors: no such weights file");
        assertThat(Path.of(output())).doesNotExist();
    }

    @Test
    void refusesWeightsOfAPolicyForSomethingElse() throws Exception {
        PolicyWeights.random(new VectorNetShape(7, List.of(), 0, 2), 1).write(weights());

        TestingRun run = evaluate();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot play apple-retrieval", "the policy reads 7");
    }

    @Test
    void refusesAnOptionOutOfRange() {
        TestingRun run = evaluate("--episodes", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Option episodes is 0, expected at least 1");
    }

    private static List<Episode> rows(String output) throws Exception {
        return EpisodeFile.read(output).orElseThrow().episodes();
    }

    private boolean checkpointed() throws Exception {
        Path checkpoints = Path.of(output(), "checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> files =
                Files.find(checkpoints, 3, (path, any) -> path.endsWith("_metadata"))) {
            return files.findAny().isPresent();
        } catch (UncheckedIOException e) {
            // A checkpoint was removed while we looked.
            return false;
        }
    }

    private TestingRun evaluate(String... more) {
        return TestingRun.of(new EvaluateCommand(), arguments(more));
    }

    private String[] arguments(String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "evaluate",
                                "--weights",
                                weights(),
                                "--environment.name",
                                "apple-retrieval",
                                "--environment.apple-retrieval.scale",
                                "0.1",
                                "--output",
                                output()));
        args.addAll(List.of(more));
        if (!args.contains("--environment.apple-retrieval.distance")) {
            args.addAll(List.of("--environment.apple-retrieval.distance", "3"));
        }
        return args.toArray(String[]::new);
    }

    private String weights() {
        return directory.resolve("weights.safetensors").toString();
    }

    private String output() {
        return directory.resolve("evaluation").toString();
    }
}
