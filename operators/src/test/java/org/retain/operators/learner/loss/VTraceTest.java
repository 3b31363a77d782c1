package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link VTrace}. */
class VTraceTest {

    private static final VTrace V_TRACE = new VTrace(0.99, 1, 1);

    private final TestingGoldenRows golden = TestingGoldenRows.of("vtrace");
    private final double[] ratios = golden.group().input("rho").timeMajor();

    @Test
    void equalsTheTextbook() {
        VTrace.Targets found = V_TRACE.targets(golden.rows(), golden.values(), ratios);

        golden.assertEqual(found.values(), golden.group().output("standard_vs"));
        golden.assertEqual(found.advantages(), golden.group().output("standard_pg_advantages"));
    }

    @Property(tries = 100)
    void givesGeneralisedAdvantagesWhereThePolicyIsTheSame(@ForAll long seed) {
        TestingRows some = TestingRows.random(seed, 9, 3, Double.NaN);
        double[] ones = new double[some.ratios().length];
        Arrays.fill(ones, 1);

        VTrace.Targets found = V_TRACE.targets(some.rows(), some.values(), ones);

        GeneralisedAdvantage.Estimate expected =
                new GeneralisedAdvantage(0.99, 1).of(some.rows(), some.values());
        assertThat(found.values())
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(expected.returns());
        assertThat(found.advantages())
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(expected.advantages());
    }

    @Property(tries = 200)
    void letsPaddingAndOtherRowsInfluenceNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int steps,
            @ForAll @IntRange(min = 1, max = 4) int count) {
        VTrace vTrace = new VTrace(0.9, 1.5, 0.8);
        TestingRows some = TestingRows.random(seed, steps, count, Double.NaN);
        VTrace.Targets textbook = vTrace.targets(some.rows(), some.values(), some.ratios());

        for (int row = 0; row < count; row++) {
            TestingRows alone = some.alone(row);
            assertRow(
                    some,
                    row,
                    textbook,
                    vTrace.targets(alone.rows(), alone.values(), alone.ratios()));
        }
    }

    @Test
    void needsNoBootstrapValueAfterATerminatedStep() {
        RewardRows rows = new RewardRows(1, new double[] {2}, new boolean[] {true}, new int[] {1});

        VTrace.Targets found =
                V_TRACE.targets(rows, new double[] {0.5, Double.NaN}, new double[] {0.5});

        assertThat(found.values()).containsExactly(1.25);
        assertThat(found.advantages()).containsExactly(0.75);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1.1, 1, 1", "NaN, 1, 1", "1, 0.5, 1", "1, 1, 0", "1, NaN, 1"})
    void refusesSettingsOutsideTheirRange(double discount, double ratioBound, double traceBound) {
        assertThatThrownBy(() -> new VTrace(discount, ratioBound, traceBound))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must");
    }

    @Test
    void refusesRatiosOfAnotherShape() {
        assertThatThrownBy(() -> V_TRACE.targets(golden.rows(), golden.values(), new double[1]))
                .hasMessageContaining("Found 1 importance ratios, expected 12");
    }

    private static void assertRow(
            TestingRows some, int row, VTrace.Targets found, VTrace.Targets alone) {
        assertThat(some.row(found.values(), row)).isEqualTo(some.padded(alone.values()));
        assertThat(some.row(found.advantages(), row)).isEqualTo(some.padded(alone.advantages()));
    }
}
