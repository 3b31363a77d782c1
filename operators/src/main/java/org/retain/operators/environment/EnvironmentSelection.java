package org.retain.operators.environment;

import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.environment.nethack.NetHackFactory;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.environment.toy.TwoStateMdp;
import org.retain.operators.environment.worker.GymnasiumFactory;
import org.retain.operators.environment.worker.IsolatedFactory;

/** Makes the environments that a configuration asks for, by {@link EnvironmentOptions}. */
public final class EnvironmentSelection {

    private EnvironmentSelection() {}

    /**
     * The factory of the environment with {@link EnvironmentOptions#NAME}.
     *
     * @throws IllegalArgumentException when none is named or its options do not fit
     */
    public static EnvironmentFactory of(ReadableConfig config) {
        if (name(config) == EnvironmentName.GYMNASIUM) {
            return GymnasiumFactory.of(config);
        }
        return switch (config.get(EnvironmentOptions.ISOLATION)) {
            case IN_PROCESS -> inProcess(config);
            case PROCESS -> IsolatedFactory.of(inProcess(config), config);
        };
    }

    private static EnvironmentFactory inProcess(ReadableConfig config) {
        return switch (name(config)) {
            case NETHACK -> NetHackFactory.of(config);
            case APPLE_RETRIEVAL -> AppleRetrieval.of(config);
            case TWO_STATE_MDP -> TwoStateMdp.of(config);
            case GYMNASIUM -> throw new AssertionError("Gymnasium has a process of its own");
        };
    }

    private static EnvironmentName name(ReadableConfig config) {
        return config.getOptional(EnvironmentOptions.NAME)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Option %s is missing: say what the agent acts on"
                                                .formatted(EnvironmentOptions.NAME.key())));
    }
}
