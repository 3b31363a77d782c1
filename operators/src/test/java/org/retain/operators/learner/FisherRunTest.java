package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.segment.Segment;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.TensorFile;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link FisherRun}: from shards and weights to the file, and to the penalty. */
class FisherRunTest {

    private static final PolicyWeights WEIGHTS =
            PolicyWeights.random(TestingAgents.RECURRENT, TestingAgents.SEED);

    private final List<List<Segment>> episodes = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();

    @TempDir private Path directory;
    private String sha256;

    @BeforeEach
    void write() throws Exception {
        for (int i = 0; i < 5; i++) {
            episodes.add(TestingShards.episode("game-" + i, 2 + i % 2));
        }
        TestingShards.write(directory, episodes);
        sha256 = WEIGHTS.write(directory.resolve("weights.safetensors").toString());
    }

    @Test
    void takesEveryStepOfWholeGamesWithTheStateThatItsGameHadThere() throws Exception {
        run(options(FisherVariant.EMPIRICAL).set(FisherOptions.SAMPLES, 5000));

        Map<String, SafetensorsEntry> found = read();
        Map<String, SafetensorsEntry> expected = playedAlone();
        assertThat(expected).hasSize(8);
        for (String name : expected.keySet()) {
            assertClose(name, found.get("fisher." + name), expected.get(name));
            assertThat(found.get("anchor." + name).data()).isNotNull();
        }
        // Steps of 3 games of two segments and 2 of three.
        assertThat(metadata())
                .isEqualTo(
                        Map.of(
                                "variant",
                                "empirical",
                                "samples",
                                String.valueOf(3 * 6 + 2 * 10),
                                "weights_sha256",
                                sha256));
        assertThat(progress.get(progress.size() - 1)).isEqualTo(38);
        assertThat(progress).isSorted();
    }

    /** Each game by itself, step after step with its state. */
    private Map<String, SafetensorsEntry> playedAlone() {
        try (PolicyNetwork network = PolicyNetwork.create(WEIGHTS);
                NDManager scope = network.newScope();
                FisherEstimation estimation =
                        new FisherEstimation(network, List.of(), FisherVariant.EMPIRICAL, 1)) {
            for (List<Segment> episode : episodes) {
                RecurrentState state = network.zeroState(scope, 1);
                for (Segment segment : episode) {
                    LearnerBatch batch = new LearnerBatch(TestingRows.batch(segment));
                    int[] steps = new int[segment.getLength()];
                    Arrays.setAll(steps, t -> t);
                    estimation.addSamples(scope, batch, state, steps);
                    try (Autograd off = Autograd.off()) {
                        state = network.forward(scope, batch.input(batch.lengths()), state).state();
                    }
                }
            }
            return estimation.fisher();
        }
    }

    private static void assertClose(
            String name, SafetensorsEntry found, SafetensorsEntry expected) {
        assertThat(found.shape()).as(name).isEqualTo(expected.shape());
        for (int i = 0; i < found.data().remaining(); i += Float.BYTES) {
            double number = number(found, i);
            assertThat(number)
                    .as("%s[%d]", name, i / Float.BYTES)
                    .isCloseTo(number(expected, i), within(1e-6));
        }
    }

    private static double number(SafetensorsEntry entry, int at) {
        ByteBuffer data = entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return data.getFloat(data.position() + at);
    }

    @Test
    void takesAboutSoManySamplesAsAreAskedFor() throws Exception {
        for (FisherVariant variant : List.of(FisherVariant.TRUE, FisherVariant.ARGMAX)) {
            run(options(variant).set(FisherOptions.SAMPLES, 7));
            assertThat(metadata()).containsEntry("samples", "7");
        }
        run(options(FisherVariant.TRUE).set(FisherOptions.SAMPLES, 500));
        assertThat(metadata()).containsEntry("samples", "500");
    }

    @Test
    void takesBatchesOfSoManyLanes() throws Exception {
        run(options(FisherVariant.BATCH_MEAN).set(FisherOptions.BATCHES, 1000));
        // Lanes 0 to 2 play three games and then the other two: 12 segments.
        assertThat(Integer.parseInt(metadata().get("samples"))).isBetween(4, 6);

        run(options(FisherVariant.BATCH_MEAN).set(FisherOptions.BATCHES, 2));
        assertThat(metadata()).containsEntry("samples", "2");
    }

    @Test
    void readsNoMoreThanItIsTold() throws Exception {
        run(
                options(FisherVariant.ARGMAX)
                        .set(FisherOptions.SAMPLES, 5000)
                        .set(FisherOptions.FRAMES, 8L));

        // Two segments of at most four steps.
        assertThat(Integer.parseInt(metadata().get("samples"))).isBetween(4, 8);
    }

    @Test
    void writesTheSameFileAgain() throws Exception {
        Configuration options = options(FisherVariant.TRUE).set(FisherOptions.SAMPLES, 20);
        run(options);
        byte[] first = Files.readAllBytes(output());
        run(options);
        assertThat(Files.readAllBytes(output())).isEqualTo(first);
        run(options.set(FisherOptions.SEED, 2L));
        assertThat(Files.readAllBytes(output())).isNotEqualTo(first);
    }

    @Test
    void pullsPerturbedWeightsBack() throws Exception {
        run(options(FisherVariant.TRUE).set(FisherOptions.SAMPLES, 200));
        FisherFile file = FisherFile.read(output().toString(), Optional.empty());
        OptimiserSettings settings = TestingAgents.settings(List.of(), 0);
        PolicyNetwork network = PolicyNetwork.create(WEIGHTS);
        LossTerm penalty =
                file.term(
                        PolicyAgent.trained(network, settings), CoefficientSchedule.constant(100));
        try (PolicyAgent agent = new PolicyAgent(network, settings, List.of(penalty), false)) {
            TrainingBatch batch = TestingRows.batch(episodes.get(0).get(0));
            NDArray bias = network.parameters().get("policy.bias");
            float[] anchor = bias.toFloatArray();
            assertThat(agent.update(batch, 0).figures().get(PolicyAgent.LOSS)).isZero();
            float[] value = network.parameters().get("value.weight").toFloatArray();
            try (Autograd off = Autograd.off()) {
                bias.set(new float[] {anchor[0] + 1, anchor[1] - 1, anchor[2]});
            }

            double pushed = agent.update(batch, 1).figures().get(PolicyAgent.LOSS);
            double last = pushed;
            for (int i = 2; i < 300; i++) {
                last = agent.update(batch, i).figures().get(PolicyAgent.LOSS);
            }

            assertThat(pushed).isGreaterThan(1);
            assertThat(last).isLessThan(1e-4 * pushed);
            for (int i = 0; i < 3; i++) {
                assertThat(bias.toFloatArray()[i]).isCloseTo(anchor[i], within(0.01f));
            }
            assertThat(network.parameters().get("value.weight").toFloatArray())
                    .containsExactly(value);
        }
    }

    @Test
    void refusesAPolicyWhoseActionsAreNumbers() throws Exception {
        String gaussian = directory.resolve("gaussian.safetensors").toString();
        PolicyWeights.random(new GaussianNetShape(3, List.of(4), 1, 2), 1).write(gaussian);

        assertThatThrownBy(
                        () -> run(options(FisherVariant.TRUE).set(FisherOptions.WEIGHTS, gaussian)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the policy's actions are numbers");
        assertThat(output()).doesNotExist();
    }

    @Test
    void refusesOptionsThatAreMissingOrOutOfRange() {
        assertThatThrownBy(() -> FisherSettings.of(new Configuration()))
                .hasMessage("Option weights is missing");
        assertThatThrownBy(
                        () ->
                                FisherSettings.of(
                                        options(FisherVariant.TRUE).set(FisherOptions.SAMPLES, 0)))
                .hasMessage("Option fisher.samples is 0, expected at least 1");
    }

    private void run(Configuration options) throws Exception {
        progress.clear();
        new FisherRun(FisherSettings.of(options), progress::add).execute(TorchRuntime.newManager());
    }

    private Configuration options(FisherVariant variant) {
        return new Configuration()
                .set(FisherOptions.WEIGHTS, directory.resolve("weights.safetensors").toString())
                .set(FisherOptions.INPUT, directory.toString())
                .set(FisherOptions.OUTPUT, output().toString())
                .set(FisherOptions.VARIANT, variant)
                .set(FisherOptions.LANES, 3)
                .set(FisherOptions.STEPS, TestingRows.STEPS)
                .set(FisherOptions.FRAMES, 0L)
                .set(PretrainOptions.HELD_OUT, 0.0);
    }

    private Path output() {
        return directory.resolve("fisher.safetensors");
    }

    private Map<String, SafetensorsEntry> read() {
        return TensorFile.read(output().toString(), Optional.empty()).tensors();
    }

    private Map<String, String> metadata() throws Exception {
        return SafetensorsEncoding.decodeMetadata(
                "fisher", ByteBuffer.wrap(Files.readAllBytes(output())));
    }
}
