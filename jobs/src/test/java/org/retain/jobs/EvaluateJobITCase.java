package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.retain.datasets.episode.TestingEpisodes.comparable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.Episode;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.evaluation.EpisodeFile;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/** AppleRetrieval with a poor policy: some episodes take 2 steps, some are cut off after 300. */
@Timeout(180)
class EvaluateJobITCase {

    private static final int EPISODES = 120;
    private static final int STEP_LIMIT = 300;
    private static final AppleRetrieval GAMES = new AppleRetrieval(1, 0.1, false, STEP_LIMIT);

    @TempDir private Path directory;

    @BeforeEach
    void writeWeights() throws Exception {
        PolicyWeights.random(new VectorNetShape(1, List.of(), 0, 2), 1).write(weights());
    }

    @Test
    void rowsAreTheSameSetWhateverFailsOnTheWay() throws Exception {
        List<Episode> calm = run("calm", GAMES, 1, 4);
        Path checkpoints = directory.resolve("interrupted/checkpoints");

        List<Episode> interrupted =
                run("interrupted", TestingInterruptedGames.failingOnce(GAMES, checkpoints), 2, 4);

        assertThat(TestingInterruptedGames.failures()).isOne();
        assertThat(calm).extracting(Episode::getNumber).hasSize(EPISODES).isSorted();
        assertThat(comparable(interrupted)).isEqualTo(comparable(calm));
    }

    @Test
    void longEpisodesCountAsMuchAsShortOnes() throws Exception {
        List<Episode> oneByOne = run("one", GAMES, 1, 1);
        List<Episode> sideBySide = run("many", GAMES, 2, 16);

        assertThat(oneByOne).extracting(Episode::getSteps).contains(2L, (long) STEP_LIMIT);
        assertThat(meanSteps(sideBySide)).isEqualTo(meanSteps(oneByOne));
        assertThat(comparable(sideBySide)).isEqualTo(comparable(oneByOne));
    }

    private static double meanSteps(List<Episode> episodes) {
        return episodes.stream().mapToLong(Episode::getSteps).average().orElseThrow();
    }

    private List<Episode> run(String name, EnvironmentFactory games, int parallelism, int slots)
            throws Exception {
        Path output = directory.resolve(name);
        Configuration given = new Configuration();
        given.set(EvaluateOptions.WEIGHTS, weights());
        given.set(EvaluateOptions.OUTPUT, output.toString());
        given.set(EvaluateOptions.EPISODES, EPISODES);
        given.set(EvaluateOptions.SLOTS, slots);
        given.set(EnvironmentOptions.NAME, EnvironmentName.APPLE_RETRIEVAL);
        given.set(JobOptions.PARALLELISM, parallelism);
        given.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(50));
        given.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                output.resolve("checkpoints").toUri().toString());
        given.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(JobDefaults.under(given));
        EvaluatePlan plan = EvaluatePlan.of(given);
        EvaluateJob.build(env, new EvaluatePlan(plan.settings(), games, plan.lineage()));
        env.execute(name);
        return EpisodeFile.read(output.toString()).orElseThrow().episodes();
    }

    private String weights() {
        return directory.resolve("weights.safetensors").toString();
    }
}
