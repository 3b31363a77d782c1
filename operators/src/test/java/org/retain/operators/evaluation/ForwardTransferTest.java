package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.retain.operators.learner.loss.TestingGoldenLosses;

class ForwardTransferTest {

    private static final TestingGoldenLosses GOLDEN = TestingGoldenLosses.group("forward_transfer");

    @Test
    void equalsTheReference() {
        double[] times = GOLDEN.input("t_fraction").numbers();
        double[] fineTuned = GOLDEN.input("p_finetune").numbers();
        double[] scratch = GOLDEN.input("p_scratch").numbers();

        assertThat(ForwardTransfer.area(times, fineTuned))
                .isCloseTo(GOLDEN.output("auc").number(), within(1e-12));
        assertThat(ForwardTransfer.area(times, scratch))
                .isCloseTo(GOLDEN.output("auc_base").number(), within(1e-12));
        assertThat(ForwardTransfer.of(times, fineTuned, scratch))
                .isCloseTo(GOLDEN.output("ft").number(), within(1e-12));
    }

    @Test
    void weighsUnevenTimesByTheirDistance() {
        assertThat(ForwardTransfer.area(new double[] {10, 20, 50}, new double[] {0, 1, 1}))
                .isCloseTo(35.0 / 40, within(1e-12));
    }

    @Test
    void refusesTimesThatDoNotRiseAndTooFewPoints() {
        double[] two = {0, 1};
        assertThatThrownBy(() -> ForwardTransfer.area(new double[] {1, 1}, two))
                .hasMessageContaining("Time 1.0 follows 1.0");
        assertThatThrownBy(() -> ForwardTransfer.area(new double[] {1}, new double[] {1}))
                .hasMessageContaining("expected at least 2");
        assertThatThrownBy(() -> ForwardTransfer.area(new double[] {1, 2, 3}, two))
                .hasMessageContaining("3 times and 2 values");
    }
}
