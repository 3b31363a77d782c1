package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.learner.loss.TestingGoldenLosses;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/** Tests for {@link FisherEstimation}: a net without layers is softmax regression. */
class FisherEstimationTest {

    private static final int SAMPLES = 8;
    private static final int LABELS = 4;
    private static final int FEATURES = 3;

    private final TestingGoldenLosses golden =
            TestingGoldenLosses.group("fisher_softmax_regression");

    @Test
    void squaresTheGradientsOfRecordedActions() {
        assertEqual(
                estimate(FisherVariant.EMPIRICAL, 1), "empirical_fisher_diag_given_labels", 1e-6);
    }

    @Test
    void squaresTheGradientsOfTheLikeliestActions() {
        assertEqual(estimate(FisherVariant.ARGMAX, 1), "argmax_label_per_sample_diag", 1e-6);
    }

    @Test
    void comesToTheTrueInformationByDrawnLabels() {
        assertEqual(estimate(FisherVariant.TRUE, 1500), "true_fisher_diag", 0.02);
    }

    @Test
    void drawsTheSameLabelsForTheSameSeed() {
        assertThat(estimate(FisherVariant.TRUE, 2)).isEqualTo(estimate(FisherVariant.TRUE, 2));
    }

    @Test
    void squaresTheMeanGradientOfABatch() {
        assertEqual(means(8), "reference_style_one_batch_of_8", 1e-6);
        assertEqual(means(4), "reference_style_two_batches_of_4", 1e-6);
    }

    @Test
    void countsNoStepOfPaddingInAMean() {
        try (PolicyNetwork network = regression();
                NDManager scope = network.newScope();
                FisherEstimation estimation =
                        new FisherEstimation(network, List.of(), FisherVariant.BATCH_MEAN, 1)) {
            LearnerBatch padded = new LearnerBatch(batch(8, segment(0, 4), segment(4, 8)));
            estimation.addMean(scope, padded, null);

            assertEqual(parameters(estimation.fisher()), "reference_style_one_batch_of_8", 1e-6);
        }
    }

    /** Each sample so many times. */
    private List<Double> estimate(FisherVariant variant, int times) {
        try (PolicyNetwork network = regression();
                FisherEstimation estimation =
                        new FisherEstimation(network, List.of(), variant, 5)) {
            LearnerBatch batch = new LearnerBatch(batch(SAMPLES, segment(0, SAMPLES)));
            for (int i = 0; i < times; i++) {
                try (NDManager scope = network.newScope()) {
                    estimation.addSamples(
                            scope, batch, null, IntStream.range(0, SAMPLES).toArray());
                }
            }
            assertThat(estimation.count()).isEqualTo((long) times * SAMPLES);
            return parameters(estimation.fisher());
        }
    }

    private List<Double> means(int size) {
        try (PolicyNetwork network = regression();
                NDManager scope = network.newScope();
                FisherEstimation estimation =
                        new FisherEstimation(network, List.of(), FisherVariant.BATCH_MEAN, 5)) {
            for (int from = 0; from < SAMPLES; from += size) {
                estimation.addMean(
                        scope, new LearnerBatch(batch(size, segment(from, from + size))), null);
            }
            return parameters(estimation.fisher());
        }
    }

    @Test
    void propagatesAStepsGradientBackThroughTheStepsBeforeIt() {
        LearnerBatch batch = new LearnerBatch(TestingRows.batch(TestingRows.demonstration(1, 4)));
        PolicyWeights weights = PolicyWeights.random(TestingAgents.RECURRENT, 1);
        try (PolicyNetwork network = PolicyNetwork.create(weights);
                NDManager scope = network.newScope();
                FisherEstimation estimation =
                        new FisherEstimation(network, List.of(), FisherVariant.EMPIRICAL, 1)) {
            estimation.addSamples(scope, batch, network.zeroState(scope, 1), new int[] {2});
            Map<String, SafetensorsEntry> fisher = estimation.fisher();

            for (String name :
                    List.of("core.weight_hh_l0", "encoder.layer.0.weight", "policy.bias")) {
                float[] found = floats(fisher.get(name));
                for (int index = 0; index < found.length; index += 3) {
                    double slope = slope(network, batch, name, index);
                    assertThat((double) found[index])
                            .as("%s[%d]", name, index)
                            .isCloseTo(slope * slope, within(1e-3 * Math.abs(slope) + 1e-6));
                }
            }
        }
    }

    /** Of the loss of step 2, by a difference. */
    private static double slope(PolicyNetwork network, LearnerBatch batch, String name, int index) {
        double step = 1e-2;
        double[] losses = new double[2];
        NDArray parameter = network.parameters().get(name);
        float[] values = parameter.toFloatArray();
        try (NDManager scope = network.newScope();
                Autograd off = Autograd.off()) {
            for (int side = 0; side < 2; side++) {
                float[] moved = values.clone();
                moved[index] += (float) (side == 0 ? -step : step);
                parameter.set(moved);
                NDArray answers =
                        network.forward(
                                        scope,
                                        batch.input(batch.lengths()),
                                        network.zeroState(scope, 1))
                                .logits()
                                .logSoftmax(-1);
                int action = (int) batch.actions(scope).toLongArray()[2];
                losses[side] = -answers.toFloatArray()[2 * TestingRows.ACTIONS + action];
            }
            parameter.set(values);
        }
        return (losses[1] - losses[0]) / (2 * step);
    }

    @Test
    void coversWhatIsTrainedExceptTheValueHead() {
        PolicyWeights weights = PolicyWeights.random(TestingAgents.RECURRENT, 1);
        try (PolicyNetwork network = PolicyNetwork.create(weights);
                FisherEstimation estimation =
                        new FisherEstimation(network, List.of("encoder"), FisherVariant.TRUE, 1)) {
            assertThat(estimation.anchor())
                    .containsOnlyKeys(
                            "core.weight_ih_l0",
                            "core.weight_hh_l0",
                            "core.bias_ih_l0",
                            "core.bias_hh_l0",
                            "policy.weight",
                            "policy.bias");
            assertThat(floats(estimation.anchor().get("policy.weight")))
                    .containsExactly(network.parameters().get("policy.weight").toFloatArray());
            assertThatThrownBy(
                            () ->
                                    new FisherEstimation(
                                            network,
                                            List.of("encoder", "core", "policy"),
                                            FisherVariant.TRUE,
                                            1))
                    .hasMessageContaining("learner.freeze is [encoder, core, policy]");
        }
    }

    @Test
    void refusesInformationThatIsNoNumber() {
        Segment broken = TestingRows.observing(TestingRows.demonstration(1, 4), 0, Float.NaN);
        try (PolicyNetwork network =
                        PolicyNetwork.create(PolicyWeights.random(TestingAgents.PLAIN, 1));
                NDManager scope = network.newScope();
                FisherEstimation estimation =
                        new FisherEstimation(network, List.of(), FisherVariant.ARGMAX, 1)) {
            estimation.addSamples(
                    scope, new LearnerBatch(TestingRows.batch(broken)), null, new int[] {0});

            assertThatThrownBy(estimation::fisher)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no number, after 1 gradients");
        }
    }

    private void assertEqual(List<Double> found, String expected, double tolerance) {
        double[] numbers = golden.output(expected).numbers();
        assertThat(found).hasSize(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(found.get(i))
                    .as("%s[%d]", expected, i)
                    .isCloseTo(numbers[i], within(tolerance));
        }
    }

    /** The diagonal as the reference lays it out: for each label its weights, then its bias. */
    private static List<Double> parameters(Map<String, SafetensorsEntry> fisher) {
        float[] weights = floats(fisher.get("policy.weight"));
        float[] biases = floats(fisher.get("policy.bias"));
        List<Double> all = new ArrayList<>();
        for (int label = 0; label < LABELS; label++) {
            for (int i = 0; i < FEATURES; i++) {
                all.add((double) weights[label * FEATURES + i]);
            }
            all.add((double) biases[label]);
        }
        return all;
    }

    private static float[] floats(SafetensorsEntry entry) {
        float[] floats = new float[entry.data().remaining() / Float.BYTES];
        entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private PolicyNetwork regression() {
        PolicyNetwork network =
                PolicyNetwork.create(
                        PolicyWeights.random(
                                new VectorNetShape(FEATURES, List.of(), 0, LABELS), 1));
        network.parameters().get("policy.weight").set(floats(golden.input("W").numbers()));
        network.parameters().get("policy.bias").set(floats(golden.input("b").numbers()));
        return network;
    }

    /** The samples from one to another as the steps of a segment. */
    private Segment segment(int from, int to) {
        int steps = to - from;
        double[] inputs =
                Arrays.copyOfRange(
                        golden.input("X").numbers(), from * FEATURES, (to + 1) * FEATURES);
        double[] labels = golden.input("labels").numbers();
        byte[] actions = new byte[steps];
        for (int t = 0; t < steps; t++) {
            actions[t] = (byte) labels[from + t];
        }
        Segment segment = TestingRows.demonstration(1, steps);
        segment.setObservations(
                List.of(TestingRows.floats("vector", floats(inputs), steps + 1, FEATURES)));
        segment.setActions(
                TensorPacking.pack(
                        "actions", TensorType.U8, List.of(steps), actions, TensorCodec.RAW));
        return segment;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static TrainingBatch batch(int steps, Segment... rows) {
        return new BatchAssembly(new BatchShape(rows.length, steps, 0, DemonstrationState.ZERO))
                .assemble(List.of(rows).stream().map(row -> new BatchRow(row, true)).toList());
    }
}
