package org.retain.operators.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.experiment.ToyRunResult;
import org.retain.datasets.experiment.ToyRunSpec;
import org.retain.operators.learner.loss.TestingGoldenLosses;

/** Tests for {@link ToyRun}. */
class ToyRunTest {

    @Test
    void ascentEndsInTheCoverageGapsLocalOptimum() {
        ToyRunResult result = ToyRun.of(TestingSpecs.twoStates("vanilla", 0)).result();

        assertThat(TestingSpecs.values(result, "theta").get(0)).isZero();
        assertThat(TestingSpecs.values(result, "theta")).hasSize(101);
        assertThat(TestingSpecs.last(result, "theta")).isCloseTo(1.0 / 9, within(1e-6));
        assertThat(TestingSpecs.last(result, "v0")).isCloseTo(20.0 / 9, within(1e-9));
    }

    @Test
    void ascentEndsInTheCloningGapsLocalOptimum() {
        ToyRunResult result = ToyRun.of(TestingSpecs.twoStates("vanilla", 1)).result();

        assertThat(TestingSpecs.last(result, "theta")).isCloseTo(0.08, within(0.01));
        assertThat(TestingSpecs.last(result, "v0")).isCloseTo(9.93, within(0.005));
    }

    @Test
    void ascentFromABetterCloneFindsTheBestPolicy() {
        ToyRunSpec spec = TestingSpecs.twoStates("vanilla", 1);
        spec.getParameters().put("start", 0.9);

        ToyRunResult result = ToyRun.of(spec).result();

        assertThat(TestingSpecs.last(result, "theta")).isEqualTo(1);
        assertThat(TestingSpecs.last(result, "v0")).isCloseTo(10, within(1e-9));
    }

    @Test
    void theClosedFormIsTabulatedByTheta() {
        ToyRunResult result = ToyRun.of(TestingSpecs.twoStates("closed-form", 0)).result();

        assertThat(result.getMeasurements())
                .hasSize(201)
                .allMatch(found -> found.getStratumKind().equals("theta"))
                .allMatch(found -> found.getMeasure().equals("v0"));
        Measurement last = result.getMeasurements().get(200);
        assertThat(last.getStratum()).isEqualTo("1.0");
        assertThat(last.getValue()).isCloseTo(10, within(1e-9));
    }

    @Test
    void preTrainingFollowsTheObservationOfPhase2() {
        ToyRunResult result = ToyRun.of(TestingSpecs.apple("vanilla", 10, 0.5)).result();

        // Gradients of phase 2 are along (c, 1).
        double weight = TestingSpecs.values(result, "weight").get(0);
        double bias = TestingSpecs.values(result, "bias").get(0);
        assertThat(weight).isNegative().isCloseTo(0.5 * bias, within(1e-3));
        assertThat(TestingSpecs.values(result, "phase_2_success").get(0)).isGreaterThan(0.9);
        assertThat(TestingSpecs.values(result, "success").get(0)).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void stepsThatRaisePhase1MovePhase2AsTheFormulaSays(int index) {
        TestingGoldenLosses golden = TestingGoldenLosses.group("apple_interference");
        double scale = golden.input("c").numbers()[index];
        double expected = golden.output("phase2_logit_change").numbers()[index];

        ToyRunResult result = ToyRun.of(TestingSpecs.apple("vanilla", 10, scale)).result();

        assertThat(TestingSpecs.last(result, "interference_formula"))
                .isCloseTo(expected, within(1e-9));
        // ε is not infinite, so steps are not quite in proportion to gradients.
        assertThat(TestingSpecs.last(result, "interference_measured"))
                .isCloseTo(expected, within(2e-3));
    }

    @Test
    void cloningKeepsPhase2WhereFineTuningAloneForgetsIt() {
        ToyRunResult vanilla = forgetting("vanilla", 0);
        ToyRunResult cloning = forgetting("bc", 5);

        assertThat(TestingSpecs.values(vanilla, "phase_2_success").get(0))
                .isEqualTo(TestingSpecs.values(cloning, "phase_2_success").get(0))
                .isGreaterThan(0.9);
        assertThat(TestingSpecs.last(vanilla, "phase_2_success")).isLessThan(0.5);
        assertThat(TestingSpecs.last(cloning, "phase_2_success")).isGreaterThan(0.9);
        assertThat(TestingSpecs.last(vanilla, "bias_to_weight"))
                .isGreaterThan(TestingSpecs.last(cloning, "bias_to_weight"));
        assertThat(vanilla.getMeasurements())
                .anyMatch(
                        found ->
                                found.getStratum().equals("before 2")
                                        && found.getCount() >= 3
                                        && Math.abs(found.getValue() - 0.923) < 2e-3);
    }

    @Test
    void fromScratchItStartsFromZeroWeights() {
        ToyRunResult result = ToyRun.of(TestingSpecs.apple("scratch", 5, 0.5)).result();

        assertThat(TestingSpecs.values(result, "weight").get(0)).isZero();
        assertThat(TestingSpecs.values(result, "bias").get(0)).isZero();
        assertThat(TestingSpecs.values(result, "success").get(0)).isBetween(0.01, 0.99);
        assertThat(result.getMeasurements())
                .noneMatch(found -> found.getMeasure().startsWith("interference"));
    }

    @Test
    void theSameSpecGivesTheSameResultAndAnotherSeedAnother() {
        ToyRunSpec spec = TestingSpecs.apple("ks", 5, 0.5);
        ToyRunResult first = ToyRun.of(spec).result();

        assertThat(ToyRun.of(spec).result()).isEqualTo(first);
        spec.setSeed(8);
        assertThat(TestingSpecs.last(ToyRun.of(spec).result(), "weight"))
                .isNotEqualTo(TestingSpecs.last(first, "weight"));
        assertThat(first.getRun().getUpdates()).isEqualTo(10);
        assertThat(first.getRun().getParameters()).isEqualTo("{\"distance\":5.0,\"scale\":0.5}");
        assertThat(first.getRun().getFrames()).isPositive();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        ToyRunSpec parameter = TestingSpecs.apple("vanilla", 5, 0.5);
        parameter.setParameters(new HashMap<>(parameter.getParameters()));
        parameter.getParameters().put("distnace", 4d);
        assertRefused(parameter, "Run vanilla of experiment test: Parameter distnace is unknown");
        assertRefused(
                TestingSpecs.with(TestingSpecs.apple("bc", 5, 0.5), "learner.rate", 1),
                "Setting learner.rate is unknown");
        assertRefused(TestingSpecs.apple("em", 5, 0.5), "Method em, expected one of [scratch");
        assertRefused(TestingSpecs.apple("closed-form", 5, 0.5), "for two-state-mdp");
        assertRefused(TestingSpecs.twoStates("bc", 0), "expected vanilla or closed-form");
        assertRefused(TestingSpecs.twoStates("vanilla", 2), "gap is 2");
        ToyRunSpec environment = TestingSpecs.apple("vanilla", 5, 0.5);
        environment.setEnvironment("cart-pole");
        assertRefused(environment, "Environment cart-pole");
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertRefused(TestingSpecs.apple("vanilla", 51, 0.5), "A limit of 100 steps");
        assertRefused(apple("batch.size", 0), "batch.size is 0");
        assertRefused(apple("max-updates", 0), "max-updates is 0");
        assertRefused(apple("learner.adam-beta1", 1), "learner.adam-beta1 is 1.0");
        assertRefused(apple("learner.learning-rate", -1), "-1.0");
        assertRefused(apple("reinforce.baseline", "value"), "no value head");
        assertRefused(apple("sweep.points", "many"), "sweep.points");
    }

    private static ToyRunResult forgetting(String method, double coefficient) {
        ToyRunSpec spec = TestingSpecs.apple(method, 30, 0.2);
        TestingSpecs.with(spec, "max-updates", 60);
        TestingSpecs.with(spec, "batch.size", 32);
        TestingSpecs.with(spec, "retention.coefficient", coefficient);
        return ToyRun.of(spec).result();
    }

    private static ToyRunSpec apple(String setting, Object value) {
        return TestingSpecs.with(TestingSpecs.apple("vanilla", 5, 0.5), setting, value);
    }

    private static void assertRefused(ToyRunSpec spec, String message) {
        assertThatThrownBy(() -> ToyRun.of(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
