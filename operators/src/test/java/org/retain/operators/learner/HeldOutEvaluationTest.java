package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.ScaledNetShape;
import org.retain.operators.policy.Vectors;

/** Tests for {@link HeldOutEvaluation}. */
class HeldOutEvaluationTest {

    private static final double TOLERANCE = 1e-5;

    private final List<List<Segment>> episodes = new ArrayList<>();

    @TempDir private Path shards;

    @BeforeEach
    void write() throws Exception {
        // More episodes than lanes, so that a lane plays several.
        for (int i = 0; i < 70; i++) {
            episodes.add(TestingShards.episode("game-" + i, 1 + i % 3));
        }
        TestingShards.write(shards, episodes);
    }

    @Test
    void scoresEveryStepAsIfEachEpisodeWerePlayedAlone() throws Exception {
        try (PolicyNetwork network = network()) {
            HeldOutScore score = evaluation(EpisodeOrder.ONCE).evaluate(network, Long.MAX_VALUE);

            double[][] expected = new double[4][3];
            for (List<Segment> episode : episodes) {
                playAlone(network, episode, expected);
            }
            assertThat(score.levels()).containsOnlyKeys("1", "2", "3");
            for (int level = 1; level <= 3; level++) {
                HeldOutScore.Sum sum = score.levels().get(String.valueOf(level));
                assertThat((double) sum.steps()).isEqualTo(expected[level][0]);
                assertThat(sum.crossEntropy())
                        .isCloseTo(expected[level][1] / expected[level][0], within(TOLERANCE));
                assertThat(sum.accuracy()).isEqualTo(expected[level][2] / expected[level][0]);
                for (int i = 0; i < 3; i++) {
                    expected[0][i] += expected[level][i];
                }
            }
            assertThat((double) score.all().steps()).isEqualTo(expected[0][0]);
            assertThat(score.all().crossEntropy())
                    .isCloseTo(expected[0][1] / expected[0][0], within(TOLERANCE));
            assertThat(score.all().accuracy()).isEqualTo(expected[0][2] / expected[0][0]);
        }
    }

    /** Adds steps, cross-entropy and hits of an episode to those of its segments' levels. */
    private static void playAlone(PolicyNetwork network, List<Segment> episode, double[][] sums) {
        try (NDManager scope = network.newScope()) {
            RecurrentState state = network.zeroState(scope, 1);
            for (Segment segment : episode) {
                float[] observations = TensorPacking.unpackFloats(segment.getObservations().get(0));
                byte[] actions = TensorPacking.unpack(segment.getActions());
                for (int t = 0; t < segment.getLength(); t++) {
                    ByteBuffer values = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
                    values.asFloatBuffer().put(observations, 3 * t, 3);
                    PolicyOutput output =
                            network.forward(
                                    scope,
                                    new PolicyInput(1, 1, new Vectors(values), null, new int[] {1}),
                                    state);
                    state = output.state();
                    float[] answers = output.logits().logSoftmax(-1).toFloatArray();
                    double[] sum = sums[1 + segment.getSegmentIndex()];
                    sum[0]++;
                    sum[1] -= answers[actions[t]];
                    sum[2] += isLargest(answers, actions[t]) ? 1 : 0;
                }
            }
        }
    }

    private static boolean isLargest(float[] values, int index) {
        for (float value : values) {
            if (value > values[index]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void scoresOnlyTheHeldOutPart() throws Exception {
        EpisodeOrder order =
                new EpisodeOrder(
                        EpisodeOrder.Part.HELD_OUT,
                        0,
                        List.of("game-8", "game-12"),
                        1,
                        0,
                        0,
                        false,
                        false);
        try (PolicyNetwork network = network()) {
            // Of 3 and of 1 segments.
            assertThat(evaluation(order).evaluate(network, Long.MAX_VALUE).all().steps())
                    .isEqualTo(2L * TestingRows.STEPS + 2 + 2);
        }
    }

    @Test
    void stopsAfterAboutSoManySteps() throws Exception {
        try (PolicyNetwork network = network()) {
            HeldOutEvaluation evaluation = evaluation(EpisodeOrder.ONCE);
            long all = evaluation.evaluate(network, Long.MAX_VALUE).all().steps();
            long some = evaluation.evaluate(network, 100).all().steps();

            assertThat(some).isBetween(100L, 100L + 64 * TestingRows.STEPS).isLessThan(all);
        }
    }

    @Test
    void learnsNothing() throws Exception {
        Path games = shards.resolve("games");
        Files.createDirectory(games);
        try (SegmentParquetWriter writer =
                new SegmentParquetWriter(games.resolve("shard-00000.parquet"))) {
            writer.write(TestingSegments.demonstration("a", 0, 4, true));
            writer.finish();
        }
        PolicyWeights weights = PolicyWeights.random(new ScaledNetShape(2, 3, 4, 5, 4, 121), 1);
        try (PolicyNetwork network = PolicyNetwork.create(weights)) {
            network.useBatchStatistics(true);
            Map<String, List<Integer>> before = TestingAgents.bits(network.parameters());

            new HeldOutEvaluation(games.toString(), EpisodeOrder.ONCE, 4)
                    .evaluate(network, Long.MAX_VALUE);

            assertThat(TestingAgents.bits(network.parameters())).isEqualTo(before);
            assertThat(network.usesBatchStatistics()).isTrue();
        }
    }

    private HeldOutEvaluation evaluation(EpisodeOrder order) {
        return new HeldOutEvaluation(shards.toString(), order, TestingRows.STEPS);
    }

    private static PolicyNetwork network() {
        return PolicyNetwork.create(PolicyWeights.random(TestingAgents.RECURRENT, 9));
    }
}
