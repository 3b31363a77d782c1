package org.retain.operators.environment.toy;

import java.util.List;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;

/**
 * The two-state MDP (Wołczyk, Cupiał et al. 2024, appendix A.1), whose value under a policy with
 * one parameter is {@link TwoStateValue}. An episode begins in s0.
 *
 * <p>Observation {@code vector} f32[2], one-hot: [1, 0] in s0, [0, 1] in s1. Action 0 stays, action
 * 1 leaves for the other state. Rewards: s0 → s1 and s1 → s1 give 1, s0 → s0 gives r0, s1 → s0
 * gives r1. The paper's dynamics (s0 → s1 with probability θ, s1 → s1 with probability f(θ)) is
 * that of a policy that leaves s0 with probability θ and stays in s1 with probability f(θ).
 *
 * <p>The paper's process goes on for ever: an episode is truncated, ending {@code step-limit},
 * after {@code stepLimit} steps and is never terminated. Nothing but the policy is random: the seed
 * means nothing. Measures: {@code reached-s1} (1 or 0) and {@code steps-in-s1} (steps taken from
 * s1). Place {@code state}: 0 or 1.
 *
 * @param r0 reward of staying in s0
 * @param r1 reward of leaving s1
 * @param stepLimit steps after which an episode is cut off, at least 1
 */
public record TwoStateMdp(double r0, double r1, int stepLimit) implements EnvironmentFactory {

    /** Name in segments and options. */
    public static final String NAME = "two-state-mdp";

    /** Checks the numbers. */
    public TwoStateMdp {
        if (!Double.isFinite(r0) || !Double.isFinite(r1)) {
            throw new IllegalArgumentException(
                    "Rewards r0 = %s and r1 = %s, expected numbers".formatted(r0, r1));
        }
        if (stepLimit < 1) {
            throw new IllegalArgumentException(
                    "A limit of %d steps, expected at least 1".formatted(stepLimit));
        }
    }

    /** With the rewards and limit that a configuration asks for. */
    public static TwoStateMdp of(ReadableConfig config) {
        return new TwoStateMdp(
                config.get(TwoStateMdpOptions.STAY_REWARD),
                config.get(TwoStateMdpOptions.RETURN_REWARD),
                config.get(TwoStateMdpOptions.STEP_LIMIT));
    }

    @Override
    public EnvironmentSpec spec() {
        return new EnvironmentSpec(
                NAME,
                List.of(new TensorSpec("vector", TensorType.F32, List.of(2))),
                new ActionSpace.Discrete(2),
                "state");
    }

    @Override
    public Environment create(int slots) {
        return new ToyEnvironment(spec(), slots, () -> new TwoStateEpisode(this));
    }
}
