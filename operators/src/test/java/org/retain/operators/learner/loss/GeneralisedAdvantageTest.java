package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link GeneralisedAdvantage}. */
class GeneralisedAdvantageTest {

    private static final GeneralisedAdvantage ADVANTAGE = new GeneralisedAdvantage(0.99, 0.95);

    @ParameterizedTest
    @CsvSource({"g099_l095, 0.99, 0.95", "g1_l1, 1, 1", "g0999999_l1, 0.999999, 1"})
    void equalsTheReference(String output, double discount, double lambda) {
        TestingGoldenRows golden = TestingGoldenRows.of("gae");

        GeneralisedAdvantage.Estimate found =
                new GeneralisedAdvantage(discount, lambda).of(golden.rows(), golden.values());

        golden.assertEqual(found.advantages(), golden.group().output(output).at("advantages"));
        golden.assertEqual(found.returns(), golden.group().output(output).at("returns"));
    }

    @Test
    void equalsTheReferenceWithAnInvalidStep() {
        TestingGoldenRows golden = TestingGoldenRows.of("gae");
        TestingGoldenLosses expected = golden.group().output("g099_l095_with_invalid");

        GeneralisedAdvantage.Estimate found =
                ADVANTAGE.of(golden.rows(), golden.values(), golden.flags("valids_second"));

        golden.assertEqual(found.advantages(), expected.at("advantages"));
        golden.assertEqual(found.returns(), expected.at("returns"));
    }

    @Property(tries = 200)
    void letsPaddingAndOtherRowsInfluenceNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int steps,
            @ForAll @IntRange(min = 1, max = 4) int count) {
        TestingRows some = TestingRows.random(seed, steps, count, Double.NaN);
        GeneralisedAdvantage.Estimate found =
                ADVANTAGE.of(some.rows(), some.values(), some.valid());

        for (int row = 0; row < count; row++) {
            TestingRows alone = some.alone(row);
            GeneralisedAdvantage.Estimate expected =
                    ADVANTAGE.of(alone.rows(), alone.values(), alone.valid());
            assertThat(some.row(found.advantages(), row))
                    .isEqualTo(some.padded(expected.advantages()));
            assertThat(some.row(found.returns(), row)).isEqualTo(some.padded(expected.returns()));
        }
        TestingRows other = TestingRows.random(seed, steps, count, 1e9);
        assertThat(ADVANTAGE.of(other.rows(), other.values(), other.valid()).advantages())
                .isEqualTo(found.advantages());
    }

    @Property(tries = 100)
    void givesDiscountedReturnsWhereLambdaIsOne(@ForAll long seed) {
        TestingRows some = TestingRows.random(seed, 9, 3, Double.NaN);
        double[] bootstrap = new double[3];
        for (int row = 0; row < 3; row++) {
            bootstrap[row] = some.values()[some.rows().at(some.rows().lengths()[row], row)];
        }

        double[] found = new GeneralisedAdvantage(0.9, 1).of(some.rows(), some.values()).returns();

        double[] expected = new DiscountedReturn(0.9).of(some.rows(), bootstrap);
        assertThat(found).usingComparatorWithPrecision(1e-12).containsExactly(expected);
    }

    @Test
    void needsNoBootstrapValueAfterATerminatedStep() {
        RewardRows rows = new RewardRows(1, new double[] {2}, new boolean[] {true}, new int[] {1});

        GeneralisedAdvantage.Estimate found = ADVANTAGE.of(rows, new double[] {0.5, Double.NaN});

        assertThat(found.advantages()).containsExactly(1.5);
        assertThat(found.returns()).containsExactly(2);
    }

    @Test
    void refusesArraysOfOtherShapes() {
        RewardRows rows = new RewardRows(1, new double[] {2}, new boolean[] {true}, new int[] {1});

        assertThatThrownBy(() -> ADVANTAGE.of(rows, new double[1]))
                .hasMessageContaining("Found 1 values, expected 2");
        assertThatThrownBy(() -> ADVANTAGE.of(rows, new double[2], new boolean[1]))
                .hasMessageContaining("validity");
        assertThatThrownBy(() -> new RewardRows(1, new double[1], new boolean[1], new int[] {2}))
                .hasMessageContaining("Row 0 has length 2");
        assertThatThrownBy(() -> new GeneralisedAdvantage(1.1, 1)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new GeneralisedAdvantage(1, Double.NaN))
                .hasMessageContaining("NaN");
    }
}
