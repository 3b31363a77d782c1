package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.retain.operators.learner.loss.TestingGradients.assertEqualToFiniteDifferences;
import static org.retain.operators.learner.loss.TestingGradients.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link PpoLoss} and {@link AdvantageStandardisation}. */
class PpoLossTest {

    private final TestingGoldenLosses golden = TestingGoldenLosses.group("ppo_losses");
    private final PpoLoss loss =
            new PpoLoss(golden.input("clip_ratio").number(), golden.input("clip_value").number());
    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @TestingPrecisions
    void equalsTheReference(DataType type) {
        MaskedMean mean = MaskedMean.over(input("valids", type));

        golden.output("policy_loss")
                .assertEqualTo(loss.policyLoss(input("ratio", type), advantages(type), mean));
        golden.output("policy_loss")
                .assertEqualTo(
                        loss.policyLoss(
                                PpoLoss.ratio(
                                        input("ratio", type).log().add(0.5),
                                        scope.full(input("ratio", type).getShape(), 0.5f, type)),
                                advantages(type),
                                mean));
        golden.output("value_loss").assertEqualTo(valueLoss(input("new_values", type)));
    }

    @Test
    void standardisesAsTheReference() {
        AdvantageStandardisation found =
                AdvantageStandardisation.over(golden.input("advantages").numbers(), valid());

        golden.output("adv_mean").assertEqualTo(found.mean());
        golden.output("adv_std_unbiased").assertEqualTo(found.deviation());
    }

    @Test
    void standardisesTooFewOrEqualAdvantagesToZero() {
        double[] advantages = {3, 3, Double.NaN};
        boolean[][] masks = {{true, true, false}, {true, false, false}, {false, false, false}};
        for (boolean[] valid : masks) {
            assertThat(AdvantageStandardisation.over(advantages, valid).apply(advantages, valid))
                    .containsExactly(0, 0, 0);
        }
    }

    @Test
    void hasGradientsThatEqualFiniteDifferences() {
        DataType type = DataType.FLOAT64;
        MaskedMean mean = MaskedMean.over(input("valids", type));
        NDArray behaviour = scope.full(input("ratio", type).getShape(), -1.5f, type);

        assertEqualToFiniteDifferences(
                log -> loss.policyLoss(PpoLoss.ratio(log, behaviour), advantages(type), mean),
                input("ratio", type).log().sub(1.5));
        assertEqualToFiniteDifferences(this::valueLoss, input("new_values", type));
    }

    @TestingPrecisions
    void clampsTheRatioWithoutAGradientBeyondItsBounds(DataType type) {
        NDArray logs = scope.create(new double[] {-1000, Math.log(0.5), 1000}).toType(type, false);

        NDArray found = PpoLoss.ratio(logs, logs.zerosLike()).toType(DataType.FLOAT64, false);
        NDArray slopes =
                gradient(some -> PpoLoss.ratio(some, logs.zerosLike()).sum(), logs)
                        .toType(DataType.FLOAT64, false);

        assertThat(found.toDoubleArray())
                .usingComparatorWithPrecision(1e-5)
                .containsExactly(0.05, 0.5, 20);
        assertThat(slopes.toDoubleArray())
                .usingComparatorWithPrecision(1e-6)
                .containsExactly(0, 0.5, 0);
    }

    @Test
    void clipsBetweenTheInverseAndTheRatioItself() {
        MaskedMean mean = MaskedMean.over(scope.create(new boolean[] {true}));
        NDArray gain = scope.create(new double[] {1});

        NDArray high = loss.policyLoss(scope.create(new double[] {5}), gain, mean);
        NDArray low = loss.policyLoss(scope.create(new double[] {0.2}), gain.neg(), mean);

        assertThat(-high.getDouble()).isCloseTo(golden.output("clip_high").number(), within(1e-12));
        assertThat(low.getDouble()).isCloseTo(golden.output("clip_low").number(), within(1e-12));
    }

    @Test
    void refusesClipsThatAreNotPositive() {
        assertThatThrownBy(() -> new PpoLoss(0, 1)).hasMessageContaining("0.0");
        assertThatThrownBy(() -> new PpoLoss(0.1, Double.NaN)).hasMessageContaining("NaN");
    }

    private NDArray valueLoss(NDArray values) {
        DataType type = values.getDataType();
        return loss.valueLoss(
                values,
                input("old_values", type),
                input("targets", type),
                MaskedMean.over(input("valids", type)));
    }

    private NDArray advantages(DataType type) {
        double[] raw = golden.input("advantages").numbers();
        double[] standardised = AdvantageStandardisation.over(raw, valid()).apply(raw, valid());
        return scope.create(standardised).toType(type, false);
    }

    private boolean[] valid() {
        double[] flags = golden.input("valids").numbers();
        boolean[] valid = new boolean[flags.length];
        for (int i = 0; i < flags.length; i++) {
            valid[i] = flags[i] != 0;
        }
        return valid;
    }

    private NDArray input(String name, DataType type) {
        return golden.input(name).array(scope, type);
    }
}
