package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link PolicyNetwork}. */
class PolicyNetworkTest {

    private static final float TOLERANCE = 1e-5f;

    private final TestingGolden golden = TestingGolden.load();
    private PolicyNetwork network;
    private NDManager scope;

    @BeforeEach
    void create() {
        network = PolicyNetwork.create(TestingGolden.weights());
        scope = network.newScope();
    }

    @AfterEach
    void close() {
        scope.close();
        network.close();
    }

    @Test
    void equalsTheReferencesForwardPass() {
        PolicyOutput output = forward(0, TestingGolden.STEPS, golden.initialState(scope));

        Map<String, NDArray> found =
                Map.of(
                        "logits", output.logits(),
                        "value", output.values().expandDims(2),
                        "hT", output.state().h().expandDims(0),
                        "cT", output.state().c().expandDims(0));
        found.forEach((name, array) -> assertClose(name, array, golden.array(scope, name)));
    }

    @Test
    void givesTheSameInOneCallAndStepByStep() {
        NDArray expected = golden.array(scope, "logits");

        RecurrentState state = golden.initialState(scope);
        for (int t = 0; t < TestingGolden.STEPS; t++) {
            PolicyOutput output = forward(t, t + 1, state);
            assertClose("step " + t, output.logits().squeeze(0), expected.get(t));
            state = output.state();
        }
        assertClose("state", state.h().expandDims(0), golden.array(scope, "hT"));
    }

    @Test
    void letsPaddingInfluenceNothing() {
        int[] lengths = {TestingGolden.STEPS, 7, 1};
        PolicyInput whole = golden.input(scope);
        PolicyInput padded =
                new PolicyInput(
                        whole.chars(),
                        whole.colors(),
                        whole.cursor(),
                        whole.previousActions(),
                        whole.firstOfEpisode(),
                        lengths);

        PolicyOutput output = network.forward(scope, padded, golden.initialState(scope));

        NDArray logits = golden.array(scope, "logits");
        for (int row = 0; row < lengths.length; row++) {
            String valid = ":%d, %d".formatted(lengths[row], row);
            assertClose("row " + row, output.logits().get(valid), logits.get(valid));
            RecurrentState last = forward(0, lengths[row], golden.initialState(scope)).state();
            assertClose("h of row " + row, output.state().h().get(row), last.h().get(row));
            assertClose("c of row " + row, output.state().c().get(row), last.c().get(row));
        }
    }

    @Test
    void leavesNothingOutsideTheCallersScope() {
        PolicyInput input = golden.input(scope);
        RecurrentState state = golden.initialState(scope);
        network.forward(scope, input, state);
        int before = scope.getParentManager().getManagedArrays().size();

        try (NDManager call = network.newScope()) {
            PolicyInput own =
                    new PolicyInput(
                            copy(call, input.chars()),
                            copy(call, input.colors()),
                            copy(call, input.cursor()),
                            copy(call, input.previousActions()),
                            copy(call, input.firstOfEpisode()),
                            input.lengths());
            RecurrentState ownState =
                    new RecurrentState(copy(call, state.h()), copy(call, state.c()));
            int inputs = call.getManagedArrays().size();
            network.forward(call, own, ownState);

            assertThat(call.getManagedArrays()).hasSizeGreaterThan(inputs);
            assertThat(scope.getParentManager().getManagedArrays())
                    .hasSize(before + call.getManagedArrays().size());
        }
        assertThat(scope.getParentManager().getManagedArrays()).hasSize(before);
    }

    @Test
    void givesGradientsToEveryParameterThatAsksForThem() {
        network.shape().parameters().stream()
                .filter(ParameterSpec::trainable)
                .forEach(spec -> network.parameters().get(spec.name()).setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            PolicyOutput output = forward(0, 3, golden.initialState(scope));
            collector.backward(output.logits().square().sum().add(output.values().sum()));
        }

        for (ParameterSpec spec : network.shape().parameters()) {
            if (spec.trainable()) {
                try (NDArray gradient = network.parameters().get(spec.name()).getGradient()) {
                    assertThat(gradient.abs().sum().getFloat()).as(spec.name()).isPositive();
                }
            }
        }
    }

    @Test
    void returnsTheWeightsItWasGiven() {
        assertThat(network.weights().encode()).isEqualTo(TestingGolden.weights().encode());
    }

    private PolicyOutput forward(int start, int end, RecurrentState state) {
        PolicyInput whole = golden.input(scope);
        String steps = start + ":" + end;
        return network.forward(
                scope,
                new PolicyInput(
                        whole.chars().get(steps),
                        whole.colors().get(steps),
                        whole.cursor().get(steps),
                        whole.previousActions().get(steps),
                        whole.firstOfEpisode().get(steps),
                        new int[] {end - start, end - start, end - start}),
                state);
    }

    private static NDArray copy(NDManager manager, NDArray array) {
        NDArray copy = array.duplicate();
        copy.attach(manager);
        return copy;
    }

    private static void assertClose(String name, NDArray found, NDArray expected) {
        assertThat(found.getShape()).as(name).isEqualTo(expected.getShape());
        assertThat(found.sub(expected).abs().max().getFloat()).as(name).isLessThan(TOLERANCE);
    }
}
