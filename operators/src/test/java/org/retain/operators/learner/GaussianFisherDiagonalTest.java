package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.learner.loss.GaussianFisher;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.StageVectors;

/** Tests for {@link GaussianFisherDiagonal}. */
class GaussianFisherDiagonalTest {

    private static final int ACTIONS = 2;
    private static final int WIDTH = 3;

    private final GaussianPolicy linear =
            GaussianPolicy.create(
                    PolicyWeights.random(new GaussianNetShape(WIDTH, List.of(), 1, ACTIONS), 1));
    private final NDManager scope = linear.newScope();
    private final float[][] states = {{1, -0.5f, 0.25f}, {0, 2, -1}, {0.5f, 0.1f, 0}};

    @AfterEach
    void close() {
        linear.close();
    }

    @Test
    void equalsTheClosedFormOfALinearPolicy() {
        for (GaussianFisher variant :
                List.of(GaussianFisher.EXACT, GaussianFisher.CONTINUAL_WORLD)) {
            List<NDArray> found = estimate(variant);

            List<NDArray> expected = expected(variant);
            assertThat(found).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThat(found.get(i).getShape()).isEqualTo(expected.get(i).getShape());
                float[] values = expected.get(i).toFloatArray();
                float[] answers = found.get(i).toFloatArray();
                for (int j = 0; j < values.length; j++) {
                    assertThat(answers[j]).isCloseTo(values[j], within(1e-4f * (1 + values[j])));
                }
            }
        }
    }

    @Test
    void informsAboutNothingButTheTrunkOfSeveralHeads() {
        GaussianNetShape shape = new GaussianNetShape(4, List.of(5), 2, 1);
        try (GaussianPolicy policy = GaussianPolicy.create(PolicyWeights.random(shape, 2));
                GaussianFisherDiagonal fisher =
                        new GaussianFisherDiagonal(policy, GaussianFisher.EXACT)) {
            fisher.add(scope.create(new float[] {1, 2, 0, 1}, new Shape(1, 4)));

            Map<String, NDArray> found = fisher.estimate(scope);

            assertThat(found.keySet())
                    .containsExactlyElementsOf(policy.sharedParameters().keySet())
                    .allMatch(name -> name.startsWith("encoder."));
            assertThat(found.get("encoder.layer.0.weight").sum().getFloat()).isPositive();
            assertThat(fisher.states()).isEqualTo(1);
        }
    }

    @Test
    void refusesToEstimateFromNothing() {
        try (GaussianFisherDiagonal fisher =
                new GaussianFisherDiagonal(linear, GaussianFisher.EXACT)) {
            assertThatThrownBy(() -> fisher.estimate(scope)).hasMessageContaining("add states");
        }
    }

    private List<NDArray> estimate(GaussianFisher variant) {
        try (GaussianFisherDiagonal fisher = new GaussianFisherDiagonal(linear, variant)) {
            fisher.add(scope.create(states));
            return List.copyOf(fisher.estimate(scope).values());
        }
    }

    /** Output k's only parameters are row k: ∂μ_k = (1 − μ_k²) x, ∂σ_k = σ_k x (bias: x = 1). */
    private List<NDArray> expected(GaussianFisher variant) {
        int n = states.length;
        float[] means = new float[n * ACTIONS * 2 * ACTIONS * WIDTH];
        float[] deviations = new float[means.length];
        float[] biasMeans = new float[n * ACTIONS * 2 * ACTIONS];
        float[] biasDeviations = new float[biasMeans.length];
        GaussianOutput output = linear.forward(StageVectors.of(scope.create(states), 1));
        NDArray sigma = output.logDeviation().exp();
        float[] mu = output.mean().tanh().toFloatArray();
        float[] sd = sigma.toFloatArray();
        for (int i = 0; i < n * ACTIONS; i++) {
            int k = i % ACTIONS;
            int meanRow = i * 2 * ACTIONS + k;
            int deviationRow = meanRow + ACTIONS;
            biasMeans[meanRow] = 1 - mu[i] * mu[i];
            biasDeviations[deviationRow] = sd[i];
            for (int j = 0; j < WIDTH; j++) {
                float x = states[i / ACTIONS][j];
                means[meanRow * WIDTH + j] = biasMeans[meanRow] * x;
                deviations[deviationRow * WIDTH + j] = sd[i] * x;
            }
        }
        Shape weight = new Shape(n, ACTIONS, 2 * ACTIONS, WIDTH);
        Shape bias = new Shape(n, ACTIONS, 2 * ACTIONS);
        return List.of(
                variant.of(scope.create(means, weight), scope.create(deviations, weight), sigma),
                variant.of(
                        scope.create(biasMeans, bias), scope.create(biasDeviations, bias), sigma));
    }
}
