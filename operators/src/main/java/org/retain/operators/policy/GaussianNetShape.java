package org.retain.operators.policy;

import java.util.List;
import java.util.Map;

/**
 * A Gaussian policy over vectors for continuous control, in one or more stages (Continual World,
 * Wołczyk et al. 2021): shared layers, then for each stage k an output layer {@code
 * policy.head.<k>} of 2A units, first the means, then the logarithms of the standard deviations.
 *
 * @param observation numbers D in an observation; with more than one head the last K are the
 *     stage's one-hot, see {@link StageVectors}
 * @param hidden units of each shared layer, may be empty
 * @param heads number of stages K
 * @param actions numbers A in an action
 */
public record GaussianNetShape(int observation, List<Integer> hidden, int heads, int actions)
        implements PolicyShape {

    static final String HEAD = "policy.head.";
    private static final String NETWORK = "Gaussian net";

    /** Checks that every width is positive and not absurd. */
    public GaussianNetShape {
        hidden = List.copyOf(hidden);
        ScaledNetShape.requireWidths(NETWORK, hidden, List.of(observation, heads, actions));
        requireFeatures(observation, heads);
    }

    @Override
    public int core() {
        return 0;
    }

    /** The shared layers' output. */
    @Override
    public int encoding() {
        return hidden.isEmpty() ? observation - oneHot(heads) : hidden.get(hidden.size() - 1);
    }

    @Override
    public List<ParameterSpec> parameters() {
        return net().parameters();
    }

    /**
     * The parameters that no stage has for itself: all of them with one head, those before the
     * heads with more. They are what elastic weight consolidation holds in place.
     */
    public List<ParameterSpec> sharedParameters() {
        return parameters().stream()
                .filter(spec -> heads == 1 || !spec.name().startsWith(HEAD))
                .toList();
    }

    StageNet net() {
        return new StageNet(HEAD, observation - oneHot(heads), hidden, heads, 2 * actions);
    }

    /** Numbers of an observation that choose the head. */
    static int oneHot(int heads) {
        return heads == 1 ? 0 : heads;
    }

    static void requireFeatures(int observation, int heads) {
        if (observation <= oneHot(heads)) {
            throw new IllegalArgumentException(
                    "Observations of %d numbers leave none beside the one-hot of %d stages; give fewer heads"
                            .formatted(observation, heads));
        }
    }

    static boolean recognises(Map<String, List<Integer>> shapes) {
        return shapes.containsKey(HEAD + "0.weight");
    }

    static GaussianNetShape infer(String file, Map<String, List<Integer>> shapes) {
        int heads = 1;
        while (shapes.containsKey(HEAD + heads + ".weight")) {
            heads++;
        }
        List<Integer> hidden = StageNet.hidden(file, shapes, NETWORK);
        String first = hidden.isEmpty() ? HEAD + "0.weight" : StageNet.LAYER + "0.weight";
        return new GaussianNetShape(
                Axes.of(file, shapes, first, 1, NETWORK) + oneHot(heads),
                hidden,
                heads,
                Axes.of(file, shapes, HEAD + "0.weight", 0, NETWORK) / 2);
    }
}
