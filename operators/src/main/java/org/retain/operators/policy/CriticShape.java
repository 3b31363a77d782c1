package org.retain.operators.policy;

import java.util.List;

/**
 * A critic Q(s, a) for a {@link GaussianPolicy}: layers over the observation (without its one-hot)
 * and the action, then for each stage k an output layer {@code value.head.<k>} of one unit.
 *
 * @param observation numbers D in an observation
 * @param actions numbers A in an action
 * @param hidden units of each shared layer, may be empty
 * @param heads number of stages K
 */
public record CriticShape(int observation, int actions, List<Integer> hidden, int heads) {

    private static final String HEAD = "value.head.";

    /** Checks that every width is positive and not absurd. */
    public CriticShape {
        hidden = List.copyOf(hidden);
        ScaledNetShape.requireWidths("critic", hidden, List.of(observation, heads, actions));
        GaussianNetShape.requireFeatures(observation, heads);
    }

    /** Every array of a critic of these widths. */
    public List<ParameterSpec> parameters() {
        return net().parameters();
    }

    StageNet net() {
        int inputs = observation - GaussianNetShape.oneHot(heads) + actions;
        return new StageNet(HEAD, inputs, hidden, heads, 1);
    }
}
