package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against golden_scores.py: numpy and scipy, as rliable uses them. */
class StatisticTest {

    private static final double TOLERANCE = 1e-9;

    private static JsonNode golden() {
        try (InputStream in =
                StatisticTest.class.getResourceAsStream("/golden/golden_scores.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    @Test
    void agreesWithNumpyAndScipyForCountsThatFourDoesAndDoesNotDivide() {
        for (JsonNode expected : golden().get("cases")) {
            double[] scores = numbers(expected.get("scores"));

            assertClose(Statistic.MEAN.of(scores), expected.get("mean"));
            assertClose(Statistic.MEDIAN.of(scores), expected.get("median"));
            assertClose(Statistic.INTERQUARTILE_MEAN.of(scores), expected.get("iqm"));
        }
    }

    @Test
    void leavesOutAWholeNumberOfValuesAtEachEnd() {
        assertThat(Statistic.INTERQUARTILE_MEAN.of(new double[] {100, 1, 2, -50})).isEqualTo(1.5);
        assertThat(Statistic.INTERQUARTILE_MEAN.of(new double[] {100, 1, 2, -50, 3})).isEqualTo(2);
        assertThat(Statistic.INTERQUARTILE_MEAN.of(new double[] {1, 2, 6})).isEqualTo(3);
    }

    @Test
    void refusesNoValues() {
        assertThatThrownBy(() -> Statistic.MEAN.of(new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> Bootstrap.interval(List.of(), Statistic.MEAN, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quantilesAreNumpys() {
        JsonNode expected = golden().get("quantile");
        double[] values = numbers(expected.get("values"));
        for (int i = 0; i < expected.get("at").size(); i++) {
            assertClose(
                    Bootstrap.quantile(values, expected.get("at").get(i).doubleValue()),
                    expected.get("quantiles").get(i));
        }
    }

    @Test
    void intervalsAgreeWithABootstrapInNumpy() {
        JsonNode expected = golden().get("bootstrap");
        double[] first = numbers(expected.get("runs").get(0));

        assertClose(
                Bootstrap.interval(List.of(first), Statistic.INTERQUARTILE_MEAN, 1),
                expected.get("one_iqm"));
        assertClose(
                Bootstrap.interval(List.of(first), Statistic.MEAN, 2), expected.get("one_mean"));
    }

    @Test
    void runsKeepTheirShareInEveryResample() {
        JsonNode expected = golden().get("bootstrap");
        double[] first = numbers(expected.get("runs").get(0));
        double[] second = numbers(expected.get("runs").get(1));

        Interval stratified =
                Bootstrap.interval(List.of(first, second), Statistic.INTERQUARTILE_MEAN, 1);

        assertClose(stratified, expected.get("both_iqm"));
        assertThat(stratified.high())
                .isLessThan(expected.get("both_pooled_iqm").get(1).doubleValue() * 0.9);
    }

    @Test
    void sameSeedGivesTheSameInterval() {
        double[] scores = numbers(golden().get("bootstrap").get("runs").get(0));

        assertThat(Bootstrap.interval(List.of(scores), Statistic.MEAN, 3))
                .isEqualTo(Bootstrap.interval(List.of(scores.clone()), Statistic.MEAN, 3))
                .isNotEqualTo(Bootstrap.interval(List.of(scores), Statistic.MEAN, 4));
    }

    private static void assertClose(double found, JsonNode expected) {
        assertThat(found)
                .isCloseTo(
                        expected.doubleValue(),
                        within(TOLERANCE * Math.max(1, expected.doubleValue())));
    }

    /** Within what the chance of 10,000 draws may move an end: 3 % of the interval's length. */
    private static void assertClose(Interval found, JsonNode expected) {
        double low = expected.get(0).doubleValue();
        double high = expected.get(1).doubleValue();
        assertThat(found.low()).isCloseTo(low, within(0.03 * (high - low)));
        assertThat(found.high()).isCloseTo(high, within(0.03 * (high - low)));
    }
}
