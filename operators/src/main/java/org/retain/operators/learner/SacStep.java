package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retain.operators.learner.loss.GaussianDistribution;
import org.retain.operators.learner.loss.SacLoss;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.Critic;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.StageVectors;

/**
 * The losses of one step of soft actor-critic, and their gradients, all taken before anything
 * moves. The temperature that weighs an entropy is that of the stage whose state it belongs to.
 */
final class SacStep {

    private static final int NEXT_ACTIONS = 0;
    private static final int ACTIONS = 1;

    private final SacNetworks networks;
    private final SacSettings settings;
    private final StepNoise noise;
    private final ActorTerm retention;
    private final List<NDArray> trainedCritics;

    /**
     * Steps of networks whose trained parameters require gradients already.
     *
     * @param retention what keeps the actor from forgetting; null for nothing
     */
    SacStep(SacNetworks networks, SacSettings settings, ActorTerm retention) {
        this.networks = networks;
        this.settings = settings;
        this.retention = retention;
        noise = new StepNoise(settings.seed());
        trainedCritics =
                networks.criticParameters().values().stream().filter(NDArray::hasGradient).toList();
    }

    /**
     * What a step learns from.
     *
     * @param scope owns all arrays of the step
     * @param transitions N transitions
     * @param observations before the N actions
     * @param next after them
     * @param actions f32[N, A]
     * @param context for the retention
     * @param part number of the step in its update
     */
    record Input(
            NDManager scope,
            Transitions transitions,
            StageVectors observations,
            StageVectors next,
            NDArray actions,
            ActorContext context,
            int part) {

        Map<String, Double> figures() {
            return context.figures();
        }
    }

    /** An action of the policy with its log π, both differentiable. */
    private record Sample(NDArray actions, NDArray logProbabilities) {}

    /**
     * Adds the gradients of all losses to those of the parameters.
     *
     * @return why the step must not be taken; empty when all losses are finite
     */
    Optional<String> differentiate(Input input) {
        return differentiateCritics(input).or(() -> differentiateActor(input));
    }

    private Optional<String> differentiateCritics(Input input) {
        NDArray targets;
        try (Autograd off = Autograd.off()) {
            targets = targets(input);
        }
        try (Autograd gradients = Autograd.record()) {
            NDArray first = value(networks.critics(), 0, input.observations(), input.actions());
            NDArray second = value(networks.critics(), 1, input.observations(), input.actions());
            NDArray loss = SacLoss.critics(first, second, targets);
            input.figures().put(SacAgent.Q, (double) first.mean().getFloat());
            return backward(gradients, loss, SacAgent.CRITIC_LOSS, input.figures());
        }
    }

    private NDArray targets(Input input) {
        NDManager scope = input.scope();
        StageVectors next = input.next();
        Transitions transitions = input.transitions();
        Sample sample = sample(input, next, NEXT_ACTIONS);
        return settings.target()
                .of(
                        NativeArrays.of(scope, transitions.rewards(), transitions.count()),
                        NativeArrays.of(scope, transitions.done(), transitions.count()),
                        value(networks.targets(), 0, next, sample.actions()),
                        value(networks.targets(), 1, next, sample.actions()),
                        sample.logProbabilities(),
                        logTemperatures(input, next).exp());
    }

    private Optional<String> differentiateActor(Input input) {
        // The critics value the actor's action here, they do not learn from it.
        requireGradients(false);
        try (Autograd gradients = Autograd.record()) {
            StageVectors observations = input.observations();
            Sample sample = sample(input, observations, ACTIONS);
            NDArray logTemperatures = logTemperatures(input, observations);
            NDArray temperatures = logTemperatures.stopGradient().exp();
            NDArray actor =
                    SacLoss.actor(
                            sample.logProbabilities(),
                            value(networks.critics(), 0, observations, sample.actions()),
                            value(networks.critics(), 1, observations, sample.actions()),
                            temperatures);
            if (retention != null) {
                actor = actor.add(retention.of(input.context()));
            }
            NDArray temperature =
                    SacLoss.temperature(
                            logTemperatures,
                            sample.logProbabilities(),
                            SacLoss.targetEntropy(
                                    settings.targetDeviation(),
                                    networks.actor().shape().actions()));
            Map<String, Double> figures = input.figures();
            figures.put(SacAgent.TEMPERATURE, (double) temperatures.mean().getFloat());
            figures.put(SacAgent.ENTROPY, (double) -sample.logProbabilities().mean().getFloat());
            Optional<String> reason = backward(gradients, actor, SacAgent.ACTOR_LOSS, figures);
            return reason.isPresent()
                    ? reason
                    : backward(gradients, temperature, SacAgent.TEMPERATURE_LOSS, figures);
        } finally {
            requireGradients(true);
        }
    }

    private static Optional<String> backward(
            Autograd gradients, NDArray loss, String name, Map<String, Double> figures) {
        double value = loss.getFloat();
        figures.put(name, value);
        if (!Double.isFinite(value)) {
            return Optional.of("%s is %s".formatted(name, value));
        }
        gradients.backward(loss);
        return Optional.empty();
    }

    private Sample sample(Input input, StageVectors observations, int stream) {
        GaussianOutput output = networks.actor().forward(observations);
        Shape shape = output.mean().getShape();
        NDArray unit =
                noise.normal(input.scope(), input.context().applied(), input.part(), stream, shape);
        NDArray raw = unit.mul(output.logDeviation().exp()).add(output.mean());
        return new Sample(
                raw.tanh(),
                new GaussianDistribution(output.mean(), output.logDeviation())
                        .squashedLogProbability(raw));
    }

    private static NDArray value(
            List<Critic> critics, int critic, StageVectors observations, NDArray actions) {
        return critics.get(critic).forward(observations, actions);
    }

    /** log α of each frame's stage, [N]. */
    private NDArray logTemperatures(Input input, StageVectors observations) {
        NDArray heads = observations.heads();
        if (heads == null) {
            heads = input.scope().zeros(new Shape(input.transitions().count()), DataType.INT64);
        }
        NDArray each = networks.logTemperature().gather(heads, 0);
        each.attach(input.scope());
        return each;
    }

    private void requireGradients(boolean require) {
        trainedCritics.forEach(array -> array.setRequiresGradient(require));
    }
}
