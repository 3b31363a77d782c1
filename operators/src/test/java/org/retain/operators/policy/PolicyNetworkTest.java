package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
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
    void equalsItTooWherePyTorchLooksCellsUp() {
        try (Autograd recording = Autograd.recordRepeatable()) {
            PolicyOutput output = forward(0, TestingGolden.STEPS, golden.initialState(scope));

            assertClose("logits", output.logits(), golden.array(scope, "logits"));
        }
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
        PolicyInput padded = golden.input(0, TestingGolden.STEPS, lengths);

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
        PolicyInput whole = golden.input();
        PolicyInput padded =
                golden.input(0, TestingGolden.STEPS, new int[] {TestingGolden.STEPS, 5, 9});
        PolicyInput step = golden.input(0, 1, new int[] {1, 1, 1});
        PolicyInput unbroken = golden.input(0, 20, new int[] {20, 20, 20});
        RecurrentState state = golden.initialState(scope);
        NDManager all = scope.getParentManager();
        int before = all.getManagedArrays().size();

        for (PolicyInput input : List.of(whole, padded, step, unbroken)) {
            try (NDManager call = network.newScope()) {
                PolicyOutput output = network.forward(call, input, state);

                assertThat(output.logits().getManager()).isSameAs(call);
                assertThat(output.values().getManager()).isSameAs(call);
                assertThat(output.state().h().getManager()).isSameAs(call);
                assertThat(output.state().c().getManager()).isSameAs(call);
                assertThat(all.getManagedArrays()).hasSize(before + call.getManagedArrays().size());
            }
            assertThat(all.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void givesGradientsToEveryParameterThatAsksForThem() {
        network.shape().parameters().stream()
                .filter(ParameterSpec::trainable)
                .forEach(spec -> network.parameters().get(spec.name()).setRequiresGradient(true));
        try (Autograd recording = Autograd.record()) {
            PolicyOutput output = forward(0, 3, golden.initialState(scope));
            recording.backward(output.logits().square().sum().add(output.values().sum()));
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
        int steps = end - start;
        return network.forward(
                scope, golden.input(start, end, new int[] {steps, steps, steps}), state);
    }

    private static void assertClose(String name, NDArray found, NDArray expected) {
        assertThat(found.getShape()).as(name).isEqualTo(expected.getShape());
        assertThat(found.sub(expected).abs().max().getFloat()).as(name).isLessThan(TOLERANCE);
    }
}
