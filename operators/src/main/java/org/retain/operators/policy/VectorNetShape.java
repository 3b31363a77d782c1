package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.CORE;
import static org.retain.operators.policy.ScaledNetParameters.GATES;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retain.operators.policy.ParameterSpec.Role;

/**
 * A policy over vectors: layers of tanh, then an LSTM where {@code core} is not 0, then the heads.
 * Without layers and core it is the linear policy of AppleRetrieval (Wołczyk et al., 2024, A.2).
 *
 * @param observation numbers D in an observation
 * @param hidden units of each layer, may be empty
 * @param core units of the LSTM, 0 for none
 * @param actions number of actions
 */
public record VectorNetShape(int observation, List<Integer> hidden, int core, int actions)
        implements PolicyShape {

    static final String LAYER = "encoder.layer.";
    private static final String NETWORK = "vector net";

    /** Checks that every width is positive and not absurd. */
    public VectorNetShape {
        hidden = List.copyOf(hidden);
        ScaledNetShape.requireWidths(NETWORK, hidden, List.of(observation, actions));
        if (core != 0) {
            ScaledNetShape.requireWidths(NETWORK, List.of(core), List.of());
        }
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        int width = observation;
        for (int i = 0; i < hidden.size(); i++) {
            affine(specs, LAYER + i, hidden.get(i), width);
            width = hidden.get(i);
        }
        if (core > 0) {
            int gates = GATES * core;
            add(specs, CORE + "weight_ih_l0", Role.WEIGHT, List.of(gates, width));
            add(specs, CORE + "weight_hh_l0", Role.WEIGHT, List.of(gates, core));
            add(specs, CORE + "bias_ih_l0", Role.BIAS, List.of(gates));
            add(specs, CORE + "bias_hh_l0", Role.BIAS, List.of(gates));
            width = core;
        }
        affine(specs, "policy", actions, width);
        affine(specs, "value", 1, width);
        return List.copyOf(specs);
    }

    /** What the layers give to the core or the heads. */
    @Override
    public int encoding() {
        return hidden.isEmpty() ? observation : hidden.get(hidden.size() - 1);
    }

    static boolean recognises(Map<String, List<Integer>> shapes) {
        return shapes.containsKey("policy.weight")
                && shapes.keySet().stream()
                        .allMatch(
                                name ->
                                        name.startsWith(LAYER)
                                                || name.startsWith(CORE)
                                                || name.startsWith("policy.")
                                                || name.startsWith("value."));
    }

    static VectorNetShape infer(String file, Map<String, List<Integer>> shapes) {
        List<Integer> hidden = new ArrayList<>();
        while (shapes.containsKey(LAYER + hidden.size() + ".weight")) {
            hidden.add(axis(file, shapes, LAYER + hidden.size() + ".weight", 0));
        }
        boolean recurrent = shapes.containsKey(CORE + "weight_hh_l0");
        int core = recurrent ? axis(file, shapes, CORE + "weight_hh_l0", 0) / GATES : 0;
        String first =
                !hidden.isEmpty()
                        ? LAYER + "0.weight"
                        : recurrent ? CORE + "weight_ih_l0" : "policy.weight";
        return new VectorNetShape(
                axis(file, shapes, first, 1), hidden, core, axis(file, shapes, "policy.weight", 0));
    }

    private static int axis(String file, Map<String, List<Integer>> shapes, String name, int axis) {
        return Axes.of(file, shapes, name, axis, NETWORK);
    }

    private static void affine(List<ParameterSpec> specs, String layer, int outputs, int inputs) {
        add(specs, layer + ".weight", Role.WEIGHT, List.of(outputs, inputs));
        add(specs, layer + ".bias", Role.BIAS, List.of(outputs));
    }

    private static void add(
            List<ParameterSpec> specs, String name, Role role, List<Integer> shape) {
        specs.add(new ParameterSpec(name, shape, role));
    }
}
