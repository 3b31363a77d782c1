package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The optimisers of soft actor-critic, one for each loss, so that each clips its own gradient. */
final class SacOptimisers implements AutoCloseable {

    /** Figure: norm of the actor's gradient before clipping. */
    static final String ACTOR_GRADIENT_NORM = "actor_gradient_norm";

    /** Figure: norm of the critics' gradient before clipping. */
    static final String CRITIC_GRADIENT_NORM = "critic_gradient_norm";

    /** Figure: norm of the gradient of log α before clipping. */
    static final String TEMPERATURE_GRADIENT_NORM = "temperature_gradient_norm";

    private final Adam actor;
    private final Adam critics;
    private final Adam temperature;
    private final double maxNorm;

    SacOptimisers(SacNetworks networks, OptimiserSettings settings) {
        actor = new Adam(trained(networks.actor().parameters(), settings), settings.adam());
        critics = new Adam(trained(networks.criticParameters(), settings), settings.adam());
        maxNorm = settings.maxGradientNorm();
        // Weight decay would pull α towards 1.
        AdamSettings adam = settings.adam();
        temperature =
                new Adam(
                        Map.of(SacNetworks.LOG_TEMPERATURE, networks.logTemperature()),
                        new AdamSettings(adam.beta1(), adam.beta2(), adam.epsilon(), 0));
    }

    private static Map<String, NDArray> trained(
            Map<String, NDArray> parameters, OptimiserSettings settings) {
        Map<String, NDArray> trained = new LinkedHashMap<>(parameters);
        trained.keySet().removeIf(name -> !settings.trains(name));
        if (trained.isEmpty()) {
            throw new IllegalArgumentException(
                    "Option %s is %s, which leaves no parameter to train among %s"
                            .formatted(
                                    LearnerOptions.FREEZE.key(),
                                    settings.freeze(),
                                    parameters.keySet()));
        }
        return trained;
    }

    private List<Adam> all() {
        return List.of(actor, critics, temperature);
    }

    void zeroGradients() {
        all().forEach(Adam::zeroGradients);
    }

    /**
     * Moves all parameters by one step, each loss's gradient clipped by its own norm, unless one of
     * the gradients is not finite.
     *
     * @param criticOnly true: actor and temperature stay
     * @return why nothing moved; empty when it did
     */
    Optional<String> step(
            NDManager scope, double rate, boolean criticOnly, Map<String, Double> figures) {
        double actorNorm = actor.gradientNorm(scope);
        double criticNorm = critics.gradientNorm(scope);
        double temperatureNorm = temperature.gradientNorm(scope);
        figures.put(ACTOR_GRADIENT_NORM, actorNorm);
        figures.put(CRITIC_GRADIENT_NORM, criticNorm);
        figures.put(TEMPERATURE_GRADIENT_NORM, temperatureNorm);
        if (!Double.isFinite(actorNorm + criticNorm + temperatureNorm)) {
            return Optional.of(
                    "the gradients' norms are %s (actor), %s (critics), %s (temperature)"
                            .formatted(actorNorm, criticNorm, temperatureNorm));
        }
        critics.step(scope, rate, Math.min(1, maxNorm / criticNorm), name -> true);
        if (!criticOnly) {
            actor.step(scope, rate, Math.min(1, maxNorm / actorNorm), name -> true);
            temperature.step(scope, rate, Math.min(1, maxNorm / temperatureNorm), name -> true);
        }
        return Optional.empty();
    }

    boolean finite() {
        return all().stream().allMatch(Adam::finite);
    }

    /** The moments in a fixed order. */
    Map<String, NDArray> moments() {
        Map<String, NDArray> moments = new LinkedHashMap<>();
        all().forEach(adam -> moments.putAll(adam.moments()));
        return moments;
    }

    /** Steps of each optimiser's parameters. */
    List<long[]> steps() {
        return all().stream().map(Adam::steps).toList();
    }

    /** Goes back to what {@link #steps} gave. */
    void restoreSteps(List<long[]> steps) {
        for (int i = 0; i < steps.size(); i++) {
            all().get(i).restoreSteps(steps.get(i));
        }
    }

    void write(DataOutputStream out) throws IOException {
        for (long[] steps : steps()) {
            out.writeInt(steps.length);
            for (long step : steps) {
                out.writeLong(step);
            }
        }
    }

    void read(DataInputStream in) throws IOException {
        for (Adam adam : all()) {
            long[] steps = new long[in.readInt()];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = in.readLong();
            }
            adam.restoreSteps(steps);
        }
    }

    @Override
    public void close() {
        all().forEach(Adam::close);
    }
}
