package org.retain.operators.learner;

import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.policy.EncodingOptions;

/** Whether what a policy's encoder made of observations may stand in their place. */
public final class FrozenEncoder {

    private static final String ENCODER = "encoder.";

    private FrozenEncoder() {}

    /**
     * Whether segments hold encodings.
     *
     * @throws IllegalArgumentException with the reason when they are asked for and would be wrong
     */
    public static boolean encodes(ReadableConfig config) {
        if (!config.get(EncodingOptions.ENCODINGS)) {
            return false;
        }
        Algorithm algorithm = config.get(LearnerOptions.ALGORITHM);
        switch (algorithm) {
            case EXTERNAL ->
                    throw refused(
                            "%s is external: nobody here can keep the encoder of a trainer elsewhere as it is, and its batches would hold nothing to compute encodings from"
                                    .formatted(LearnerOptions.ALGORITHM.key()));
            case SAC ->
                    throw refused(
                            "%s is sac, whose critics read the observations themselves"
                                    .formatted(LearnerOptions.ALGORITHM.key()));
            case BC, PPO, REINFORCE -> {}
        }
        if (config.get(LearnerOptions.FREEZE).stream().noneMatch(ENCODER::startsWith)) {
            throw refused(
                    "%s is %s: an encoder that learns gives other encodings after each update; add encoder to it"
                            .formatted(
                                    LearnerOptions.FREEZE.key(),
                                    config.get(LearnerOptions.FREEZE)));
        }
        return true;
    }

    private static IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(
                "Option %s is true, but %s".formatted(EncodingOptions.ENCODINGS.key(), reason));
    }
}
