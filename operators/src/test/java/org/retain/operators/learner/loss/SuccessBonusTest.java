package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Tests for {@link SuccessBonus}. */
class SuccessBonusTest {

    @Test
    void equalsTheReference() {
        TestingGoldenLosses golden = TestingGoldenLosses.group("success_bonus");
        SuccessBonus bonus =
                new SuccessBonus(golden.input("beta").number(), (int) golden.input("T").number());
        double[] steps = golden.input("t").numbers();
        double[] rewards = golden.input("last_reward").numbers();
        double[] found = new double[steps.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = bonus.reward(rewards[i], (int) steps[i]);
        }

        golden.output("augmented_reward").assertEqualTo(found);
    }

    @Test
    void refusesAStepOutsideTheStageAndSettingsOutsideTheirRange() {
        SuccessBonus bonus = new SuccessBonus(1.5, 200);

        assertThatThrownBy(() -> bonus.reward(1, 201)).hasMessageContaining("Step 201");
        assertThatThrownBy(() -> bonus.reward(1, -1)).hasMessageContaining("Step -1");
        assertThatThrownBy(() -> new SuccessBonus(-1, 200)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> new SuccessBonus(1, 0)).hasMessageContaining("limit 0");
    }
}
