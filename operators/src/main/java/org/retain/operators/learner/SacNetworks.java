package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.Critic;
import org.retain.operators.policy.CriticShape;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianPolicy;

/** What soft actor-critic learns: an actor, two critics with targets, log α of each head. */
final class SacNetworks implements AutoCloseable {

    /** Name of log α, f32[K]. */
    static final String LOG_TEMPERATURE = "log_temperature";

    private static final String CRITIC = "critic.";
    private static final String TARGET = "target.";

    private final GaussianPolicy actor;
    private final List<Critic> critics;
    private final List<Critic> targets;
    private final NDArray logTemperature;

    /** New critics for an actor, which is taken over. */
    SacNetworks(GaussianPolicy actor, SacSettings settings) {
        this.actor = actor;
        GaussianNetShape shape = actor.shape();
        CriticShape critic =
                new CriticShape(
                        shape.observation(), shape.actions(), settings.hidden(), shape.heads());
        NDManager manager = actor.newScope();
        critics =
                List.of(
                        Critic.random(critic, 2 * settings.seed(), manager),
                        Critic.random(critic, 2 * settings.seed() + 1, manager));
        targets = critics.stream().map(Critic::copy).toList();
        logTemperature =
                manager.full(new Shape(shape.heads()), (float) settings.initialLogTemperature());
    }

    GaussianPolicy actor() {
        return actor;
    }

    List<Critic> critics() {
        return critics;
    }

    List<Critic> targets() {
        return targets;
    }

    NDArray logTemperature() {
        return logTemperature;
    }

    /** The critics' parameters by name. */
    Map<String, NDArray> criticParameters() {
        return named(CRITIC, critics);
    }

    /** All arrays in a fixed order. */
    Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>(actor.parameters());
        arrays.putAll(criticParameters());
        arrays.putAll(named(TARGET, targets));
        arrays.put(LOG_TEMPERATURE, logTemperature);
        return arrays;
    }

    private static Map<String, NDArray> named(String prefix, List<Critic> critics) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < critics.size(); i++) {
            String critic = prefix + (i + 1) + ".";
            critics.get(i).parameters().forEach((name, array) -> arrays.put(critic + name, array));
        }
        return arrays;
    }

    /** Moves the targets: target ← p · target + (1 − p) · critic. */
    void followCritics(double polyak) {
        try (Autograd off = Autograd.off()) {
            for (int i = 0; i < critics.size(); i++) {
                Map<String, NDArray> target = targets.get(i).parameters();
                critics.get(i)
                        .parameters()
                        .forEach((name, array) -> follow(target.get(name), array, polyak));
            }
        }
    }

    private static void follow(NDArray target, NDArray source, double polyak) {
        try (NDArray step = source.mul((float) (1 - polyak))) {
            target.muli((float) polyak).addi(step);
        }
    }

    NDManager newScope() {
        return actor.newScope();
    }

    @Override
    public void close() {
        actor.close();
    }
}
