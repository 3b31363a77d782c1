package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link FisherDiagonal} on a softmax regression, its gradients by PyTorch. */
class FisherDiagonalTest {

    private static final int SAMPLES = 8;
    private static final int LABELS = 4;

    private final TestingGoldenLosses golden =
            TestingGoldenLosses.group("fisher_softmax_regression");
    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @TestingPrecisions
    void equalsTheReferenceOnGivenLabels(DataType type) {
        NDArray labels = golden.input("labels").array(scope, DataType.INT64);

        assertEstimate("empirical_fisher_diag_given_labels", type, 1, labels);
    }

    @TestingPrecisions
    void equalsTheReferenceOnTheLikeliestLabels(DataType type) {
        NDArray labels = golden.output("argmax_labels").array(scope, DataType.INT64);

        assertEstimate("argmax_label_per_sample_diag", type, 1, labels);
        assertEstimate("reference_style_one_batch_of_8", type, 8, labels);
        assertEstimate("reference_style_two_batches_of_4", type, 4, labels);
    }

    @TestingPrecisions
    void equalsTheTrueInformationWhereAllLabelsCountByTheirProbabilities(DataType type) {
        List<NDArray> parameters = parameters(type);
        double[] probabilities =
                CategoricalDistribution.ofLogits(logits(inputs(type), parameters))
                        .logProbabilities()
                        .exp()
                        .toType(DataType.FLOAT64, false)
                        .toDoubleArray();
        try (FisherDiagonal fisher = new FisherDiagonal(scope, parameters)) {
            for (int sample = 0; sample < SAMPLES; sample++) {
                for (int label = 0; label < LABELS; label++) {
                    fisher.add(
                            gradient(
                                    inputs(type).get(sample + ":" + (sample + 1)),
                                    scope.create(new long[] {label})),
                            probabilities[sample * LABELS + label]);
                }
            }

            assertEqual("true_fisher_diag", fisher.estimate(scope));
        }
    }

    @Test
    void countsMillionsOfSmallSquares() {
        NDArray parameter = scope.zeros(new Shape(1));
        NDArray large = scope.create(new float[] {1e4f});
        NDArray small = scope.create(new float[] {1});
        try (FisherDiagonal fisher = new FisherDiagonal(scope, List.of(parameter))) {
            fisher.add(List.of(large));
            for (int i = 0; i < 1000; i++) {
                fisher.add(List.of(small));
            }

            // Single precision would swallow each 1 beside 1e8.
            assertThat(fisher.estimate(scope).get(0).getFloat(0))
                    .isEqualTo((float) ((1e8 + 1000) / 1001));
        }
    }

    @TestingPrecisions
    void leavesTheGradientsAndNothingElse(DataType type) {
        try (NDManager owner = scope.newSubManager();
                NDManager result = scope.newSubManager();
                NDManager sample = scope.newSubManager()) {
            NDArray gradient = sample.ones(new Shape(2, 3), type).mul(3);
            List<NDArray> parameters = List.of(gradient);
            int before = sample.getManagedArrays().size();
            FisherDiagonal fisher = new FisherDiagonal(owner, parameters);

            fisher.add(List.of(gradient), 0.5);
            assertThat(sample.getManagedArrays()).hasSize(before);
            List<NDArray> estimate = fisher.estimate(result);
            fisher.close();

            assertThat(gradient.toType(DataType.FLOAT64, true).min().getDouble()).isEqualTo(3);
            assertThat(estimate.get(0).getDataType()).isEqualTo(type);
            assertThat(estimate.get(0).getShape()).isEqualTo(gradient.getShape());
            assertThat(result.getManagedArrays()).hasSize(1);
            assertThat(owner.getManagedArrays()).isEmpty();
        }
    }

    @Test
    void refusesWhatItCannotCount() {
        List<NDArray> parameters = List.of(scope.zeros(new Shape(2)));
        try (FisherDiagonal fisher = new FisherDiagonal(scope, parameters)) {
            assertThatThrownBy(() -> fisher.estimate(scope))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> fisher.add(List.of(scope.zeros(new Shape(3)))))
                    .hasMessageContaining("(3)");
            assertThatThrownBy(() -> fisher.add(List.of())).hasMessageContaining("0 arrays");
            assertThatThrownBy(() -> fisher.add(parameters, Double.NaN))
                    .hasMessageContaining("NaN");
        }
    }

    private void assertEstimate(String output, DataType type, int batch, NDArray labels) {
        try (FisherDiagonal fisher = new FisherDiagonal(scope, parameters(type))) {
            for (int start = 0; start < SAMPLES; start += batch) {
                String rows = start + ":" + (start + batch);
                fisher.add(gradient(inputs(type).get(rows), labels.get(rows)));
            }
            assertEqual(output, fisher.estimate(scope));
        }
    }

    private void assertEqual(String output, List<NDArray> estimate) {
        golden.output(output)
                .assertEqualTo(estimate.get(0).concat(estimate.get(1).expandDims(1), 1));
    }

    private List<NDArray> gradient(NDArray inputs, NDArray labels) {
        List<NDArray> parameters = parameters(inputs.getDataType());
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(
                    CategoricalDistribution.ofLogits(logits(inputs, parameters))
                            .crossEntropy(labels)
                            .mean());
        }
        return parameters.stream().map(NDArray::getGradient).toList();
    }

    private static NDArray logits(NDArray inputs, List<NDArray> parameters) {
        return inputs.dot(parameters.get(0).transpose()).add(parameters.get(1));
    }

    private List<NDArray> parameters(DataType type) {
        return List.of(golden.input("W").array(scope, type), golden.input("b").array(scope, type));
    }

    private NDArray inputs(DataType type) {
        return golden.input("X").array(scope, type);
    }
}
