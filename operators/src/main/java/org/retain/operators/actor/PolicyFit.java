package org.retain.operators.actor;

import java.util.List;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;
import org.retain.operators.policy.EncodingOptions;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.VectorNetShape;

/** Whether a policy can play an environment: it sees what there is and its actions exist. */
public final class PolicyFit {

    static final String VECTOR = "vector";
    static final List<String> SCREENS = List.of("tty_chars", "tty_colors", "tty_cursor");

    private PolicyFit() {}

    /**
     * Returns when the policy can play.
     *
     * @throws InvalidWeightsException saying what does not fit
     */
    public static void require(EnvironmentSpec environment, PolicyShape policy) {
        for (String name : readsScreens(policy) ? SCREENS : List.of(VECTOR)) {
            if (find(environment, name) < 0) {
                throw misfit(
                        environment,
                        policy,
                        "it shows %s and no tensor %s"
                                .formatted(
                                        environment.observations().stream()
                                                .map(TensorSpec::name)
                                                .toList(),
                                        name));
            }
        }
        if (!readsScreens(policy)) {
            int shown = environment.observations().get(find(environment, VECTOR)).size();
            if (shown != width(policy)) {
                throw misfit(
                        environment,
                        policy,
                        "it shows vectors of %d numbers, the policy reads %d"
                                .formatted(shown, width(policy)));
            }
        }
        if (!takes(environment.actions(), policy)) {
            throw misfit(environment, policy, "its actions are " + environment.actions());
        }
    }

    /**
     * Returns when the policy gives the encodings that segments are to hold.
     *
     * @param before the policy that played until now; null for none
     * @throws InvalidWeightsException when it keeps none, or its encoder is another one
     */
    static void requireEncoder(ActingPolicy policy, ActingPolicy before) {
        String made = policy.encodings().name();
        if (made == null) {
            throw new InvalidWeightsException(
                    "Segments are to hold encodings, which a policy of %s does not keep; set %s to false"
                            .formatted(policy.shape(), EncodingOptions.ENCODINGS.key()));
        }
        if (before != null && !made.equals(before.encodings().name())) {
            throw new InvalidWeightsException(
                    "The encoder of the weights makes %s, that of those before them %s, and segments hold encodings (%s); freeze the encoder (learner.freeze: encoder) or start anew without encodings"
                            .formatted(
                                    made,
                                    before.encodings().name(),
                                    EncodingOptions.ENCODINGS.key()));
        }
    }

    static boolean readsScreens(PolicyShape policy) {
        return !(policy instanceof VectorNetShape || policy instanceof GaussianNetShape);
    }

    /** Index of an observation's tensor; -1 for none. */
    static int find(EnvironmentSpec environment, String name) {
        for (int i = 0; i < environment.observations().size(); i++) {
            if (environment.observations().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static int width(PolicyShape policy) {
        return policy instanceof VectorNetShape vectors
                ? vectors.observation()
                : ((GaussianNetShape) policy).observation();
    }

    private static boolean takes(ActionSpace actions, PolicyShape policy) {
        boolean continuous = policy instanceof GaussianNetShape;
        return actions instanceof ActionSpace.Discrete discrete
                ? !continuous && policy.actions() <= discrete.count()
                : continuous && policy.actions() == ((ActionSpace.Box) actions).size();
    }

    private static InvalidWeightsException misfit(
            EnvironmentSpec environment, PolicyShape policy, String reason) {
        return new InvalidWeightsException(
                "The weights are of a %s, which cannot play %s: %s; give the weights of a policy for this environment"
                        .formatted(policy, environment.name(), reason));
    }
}
