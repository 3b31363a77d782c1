package org.retain.operators.evaluation;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.retain.operators.actor.TestingEnvironment;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/**
 * Episodes whose observations depend on seed and actions, and whose lengths differ: an episode of
 * seed s has 1 + s % {@value #LONGEST} steps.
 *
 * @param losses how many of the first episodes to end are given out as lost with their worker
 */
record TestingEpisodeList(int losses) implements EnvironmentFactory {

    private static final long serialVersionUID = 1;

    static final int LONGEST = 40;

    private static final int ACTIONS = 4;

    @Override
    public EnvironmentSpec spec() {
        return create(1).spec();
    }

    @Override
    public Environment create(int slots) {
        Environment environment =
                TestingEnvironment.ofVectors(slots, LONGEST, new ActionSpace.Discrete(ACTIONS));
        AtomicInteger left = new AtomicInteger(losses);
        return (Environment)
                Proxy.newProxyInstance(
                        Environment.class.getClassLoader(),
                        new Class<?>[] {Environment.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("ending") && left.getAndDecrement() > 0
                                        ? "worker-lost"
                                        : method.invoke(environment, arguments));
    }

    /** Settings of so many episodes with seeds from 35 on, played by a recurrent policy. */
    static EvaluateSettings settings(Path directory, int episodes, int slots) throws Exception {
        String weights = directory.resolve("weights.safetensors").toString();
        PolicyWeights.random(
                        new VectorNetShape(TestingEnvironment.WIDTH, List.of(5), 6, ACTIONS), 3)
                .write(weights);
        return new EvaluateSettings(
                weights,
                null,
                directory.toString(),
                LongStream.range(35, 35 + episodes).boxed().toList(),
                slots,
                1);
    }
}
