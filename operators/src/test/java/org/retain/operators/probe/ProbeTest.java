package org.retain.operators.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;

class ProbeTest {

    private static final int GAMES = 5;
    private static final int GAME_STEPS = TestingProbe.STEPS * TestingProbe.SEGMENTS;
    private static final Offset<Double> TOLERANCE = within(1e-5);

    @TempDir private Path directory;

    private List<List<Segment>> games;
    private Configuration options;

    @BeforeEach
    void write() throws Exception {
        games = TestingProbe.write(directory.resolve("shards"), GAMES);
        options = TestingProbe.options(directory);
    }

    @Test
    void measuresEveryStepByWhatItsScreenShows() throws Exception {
        List<Measurement> found = probe(snapshot(2, 300, Map.of("frames", "12345")));

        Map<String, IntPredicate> strata =
                Map.of(
                        "", step -> true,
                        "dlvl 1", step -> TestingProbe.level(step) == 1,
                        "deeper", step -> TestingProbe.level(step) > 1,
                        "< 1000", step -> TestingProbe.turn(step) < 1000,
                        "> 2000", step -> TestingProbe.turn(step) > 2000);
        for (String measure :
                List.of(
                        "kl_to_teacher",
                        "cross_entropy",
                        "accuracy",
                        "log_probability",
                        "entropy")) {
            double[] values = expected(measure);
            strata.forEach(
                    (stratum, in) -> {
                        // Where a screen shows nothing, the step before tells.
                        int[] steps =
                                IntStream.range(0, values.length)
                                        .filter(i -> in.test(shown(i % GAME_STEPS)))
                                        .toArray();
                        Measurement measurement = measurement(found, measure, stratum);
                        assertThat(measurement.getCount()).isEqualTo(steps.length);
                        assertThat(measurement.getValue())
                                .as(measure + " " + stratum)
                                .isCloseTo(
                                        IntStream.of(steps)
                                                .mapToDouble(i -> values[i])
                                                .average()
                                                .orElseThrow(),
                                        TOLERANCE);
                    });
        }
        assertThat(found).allMatch(m -> m.getUpdate() == 300 && m.getFrames() == 12345);
    }

    private static int shown(int step) {
        return step % TestingProbe.STEPS == 1 ? step - 1 : step;
    }

    @Test
    void theTeacherItselfIsNowhereAwayFromItself() throws Exception {
        List<Measurement> found = probe(snapshot(1, 0, Map.of()));

        assertThat(measurement(found, "kl_to_teacher", "").getValue()).isZero();
        assertThat(found)
                .filteredOn(m -> m.getMeasure().equals("cka"))
                .extracting(Measurement::getStratum)
                .containsExactly("encoder", "core", "policy", "value");
        assertThat(found)
                .filteredOn(m -> m.getMeasure().equals("cka"))
                .allSatisfy(
                        m -> {
                            assertThat(m.getValue()).isCloseTo(1, within(1e-9));
                            assertThat(m.getCount()).isEqualTo(GAMES * GAME_STEPS);
                        });
    }

    @Test
    void layersOfAnotherPolicyAreLessAlike() throws Exception {
        List<Measurement> found = probe(snapshot(2, 0, Map.of()));

        assertThat(measurement(found, "cka", "encoder").getValue()).isBetween(0.0, 0.99);
    }

    @Test
    void piecesCountWithoutTheirBurnInAndNotMoreThanAskedForAreCompared() throws Exception {
        options.set(ProbeOptions.FRAMES, 1_000L)
                .set(ProbeOptions.PIECE, 2)
                .set(ProbeOptions.BURN_IN, 1)
                .set(ProbeOptions.CKA_FRAMES, 10);

        List<Measurement> found = probe(snapshot(2, 0, Map.of()));

        // Of each game the first two segments; the third is the burn-in of its piece.
        assertThat(measurement(found, "kl_to_teacher", "").getCount())
                .isEqualTo(GAMES * 2L * TestingProbe.STEPS);
        assertThat(measurement(found, "cka", "policy").getCount()).isBetween(2L, 10L);
    }

    @Test
    void refusesAPolicyWithOtherActionsThanTheTeachers() throws Exception {
        Path other = directory.resolve("other.safetensors");
        PolicyWeights.random(new SmallNetShape(4, 8, 8, 8, 123), 1).write(other.toString());

        assertThatThrownBy(() -> probe(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 123 actions, the teacher")
                .hasMessageContaining("has 121");
    }

    /** The figure of each step, game by game, from the logits of each game played alone. */
    private double[] expected(String measure) throws Exception {
        double[] values = new double[GAMES * GAME_STEPS];
        for (int game = 0; game < GAMES; game++) {
            List<double[]> teacher = logProbabilities(1, games.get(game));
            List<double[]> policy = logProbabilities(2, games.get(game));
            for (int step = 0; step < GAME_STEPS; step++) {
                byte[] actions =
                        TensorPacking.unpack(
                                games.get(game).get(step / TestingProbe.STEPS).getActions());
                values[game * GAME_STEPS + step] =
                        figure(
                                measure,
                                teacher.get(step),
                                policy.get(step),
                                actions[step % TestingProbe.STEPS]);
            }
        }
        return values;
    }

    private static double figure(String measure, double[] teacher, double[] policy, int action) {
        return switch (measure) {
            case "kl_to_teacher" ->
                    IntStream.range(0, policy.length)
                            .mapToDouble(a -> Math.exp(teacher[a]) * (teacher[a] - policy[a]))
                            .sum();
            case "cross_entropy" -> -policy[action];
            case "accuracy" -> likeliest(policy) == action ? 1 : 0;
            case "log_probability" -> policy[likeliest(teacher)];
            default ->
                    -IntStream.range(0, policy.length)
                            .mapToDouble(a -> Math.exp(policy[a]) * policy[a])
                            .sum();
        };
    }

    private static int likeliest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static List<double[]> logProbabilities(long seed, List<Segment> game) {
        List<double[]> steps = new ArrayList<>();
        try (PolicyNetwork network = PolicyNetwork.create(TestingProbe.weights(seed));
                NDManager scope = network.newScope()) {
            TestingProbe.play(network, scope, game)
                    .forEach(
                            logits -> {
                                double largest = logits[0];
                                for (float logit : logits) {
                                    largest = Math.max(largest, logit);
                                }
                                double sum = 0;
                                for (float logit : logits) {
                                    sum += Math.exp(logit - largest);
                                }
                                double[] answer = new double[logits.length];
                                for (int a = 0; a < answer.length; a++) {
                                    answer[a] = logits[a] - largest - Math.log(sum);
                                }
                                steps.add(answer);
                            });
        }
        return steps;
    }

    private Path snapshot(long seed, long update, Map<String, String> metadata) throws Exception {
        Path file = directory.resolve("update-%09d.safetensors".formatted(update));
        TestingProbe.weights(seed).write(file.toString(), metadata);
        return file;
    }

    private List<Measurement> probe(Path weights) throws Exception {
        ProbeSettings settings =
                ProbeSettings.of(options.set(ProbeOptions.WEIGHTS, List.of(weights.toString())));
        return Probe.ask(settings).measure(settings.weights().get(0));
    }

    private static Measurement measurement(
            List<Measurement> found, String measure, String stratum) {
        return found.stream()
                .filter(m -> m.getMeasure().equals(measure))
                .filter(m -> m.getStratum().equals(stratum))
                .findFirst()
                .orElseThrow();
    }
}
