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
 * AppleRetrieval (Wołczyk, Cupiał et al. 2024, appendix A.2): walk from home, x = 0, to the apple
 * at x = M, which is phase 1; carry it home, which is phase 2. The agent sees the phase, not where
 * it is; what it learns in phase 1 interferes with phase 2 where c is small.
 *
 * <pre>{@code
 * EnvironmentFactory whole = new AppleRetrieval(30, 0.5, false, 100);
 * EnvironmentFactory pretraining = new AppleRetrieval(30, 0.5, true, 100);
 * }</pre>
 *
 * <p>Observation {@code vector} f32[1]: -c in phase 1, +c in phase 2. Action 0 steps left, 1 steps
 * right. Reward +1 for a step towards the present goal, -1 for one away from it. The episode is
 * terminated, ending {@code home}, when it is back at x = 0 with the apple, also at the very last
 * step; else truncated, ending {@code step-limit}, after {@code stepLimit} steps. The line has no
 * ends: the agent may walk left of home in phase 1 and right of the apple in phase 2. The paper
 * does not say so either way; a wall would make a bad policy look better. Nothing is random: the
 * seed means nothing.
 *
 * <p>Measures: {@code success} (1 when home with the apple, else 0), {@code reached-phase-2} (1 or
 * 0) and, once phase 2 is reached, {@code phase-2-success} (1 or 0), whose mean over episodes is
 * therefore the success of those that had the apple. Place {@code phase}: 1 or 2, the phase that
 * the observation shows; it stays 2 at the end.
 *
 * @param distance M, where the apple lies, at least 1
 * @param scale c, the size of an observation
 * @param startWithApple whether episodes begin at x = M with the apple, as pre-training does
 * @param stepLimit steps after which an episode is cut off
 */
public record AppleRetrieval(int distance, double scale, boolean startWithApple, int stepLimit)
        implements EnvironmentFactory {

    /** Name in segments and options. */
    public static final String NAME = "apple-retrieval";

    /** Checks that an episode can succeed. */
    public AppleRetrieval {
        if (distance < 1) {
            throw new IllegalArgumentException(
                    "The apple lies at x = %d, expected at least 1".formatted(distance));
        }
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException(
                    "Observations of size %s, expected a number".formatted(scale));
        }
        long way = startWithApple ? distance : 2L * distance;
        if (stepLimit < way) {
            throw new IllegalArgumentException(
                    "A limit of %d steps with the apple at x = %d, whose retrieval takes %d steps"
                            .formatted(stepLimit, distance, way));
        }
    }

    /** With the distance, scale, start and limit that a configuration asks for. */
    public static AppleRetrieval of(ReadableConfig config) {
        return new AppleRetrieval(
                config.get(AppleRetrievalOptions.DISTANCE),
                config.get(AppleRetrievalOptions.SCALE),
                config.get(AppleRetrievalOptions.START_WITH_APPLE),
                config.get(AppleRetrievalOptions.STEP_LIMIT));
    }

    @Override
    public EnvironmentSpec spec() {
        return new EnvironmentSpec(
                NAME,
                List.of(new TensorSpec("vector", TensorType.F32, List.of(1))),
                new ActionSpace.Discrete(2),
                "phase");
    }

    @Override
    public Environment create(int slots) {
        return new ToyEnvironment(spec(), slots, () -> new AppleEpisode(this));
    }
}
