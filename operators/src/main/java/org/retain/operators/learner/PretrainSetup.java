package org.retain.operators.learner;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.operators.learner.loss.LearningRateSchedule;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetOptions;
import org.retain.operators.policy.SmallNetShape;

/** Behavioural cloning from recorded games, from random weights or given ones. */
final class PretrainSetup implements LearnerSetup {

    private static final long serialVersionUID = 1;
    private static final int VALIDATION_PIECE = 16;
    private static final double SECONDS_PER_MINUTE = 60;

    private final Configuration config;

    private PretrainSetup(Configuration config) {
        this.config = config;
    }

    static PretrainSetup of(ReadableConfig config) {
        Configuration own = Configuration.fromMap(config.toMap());
        optimiser(own, 1);
        Pairing.require(Algorithm.BC, own.get(RetentionOptions.METHOD), false);
        PretrainOrder.of(own, EpisodeOrder.Part.TRAINING);
        return new PretrainSetup(own);
    }

    BatchShape shape() {
        return new BatchShape(
                config.get(PretrainOptions.LANES),
                config.get(PretrainOptions.STEPS),
                0,
                DemonstrationState.ZERO);
    }

    @Override
    public Agent agent(NDManager manager) {
        PolicyNetwork network = PolicyNetwork.create(weights(), manager);
        network.useBatchStatistics(true);
        OptimiserSettings optimiser = optimiser(config, plannedUpdates());
        List<LossTerm> terms = new ArrayList<>(List.of(new CloningTerm()));
        if (config.get(RetentionOptions.METHOD) == Retention.EWC) {
            terms.add(FineTuneSetup.ewc(config, network, optimiser));
        }
        return new PolicyAgent(network, optimiser, terms, true);
    }

    private static OptimiserSettings optimiser(ReadableConfig config, long updates) {
        OptimiserSettings general = OptimiserSettings.of(config);
        return new OptimiserSettings(
                general.adam(),
                new LearningRateSchedule(config.get(PretrainOptions.LEARNING_RATE), updates),
                general.maxGradientNorm(),
                general.freeze(),
                0);
    }

    private long plannedUpdates() {
        try {
            return PretrainOrder.updates(config);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void requireHeldOut() {
        try {
            PretrainOrder.requireHeldOut(config);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private PolicyWeights weights() {
        Optional<String> initial = config.getOptional(LearnerOptions.INITIAL_WEIGHTS);
        if (initial.isPresent()) {
            return PolicyWeights.read(
                            initial.get(), config.getOptional(LearnerOptions.INITIAL_SHA256))
                    .weights();
        }
        long seed = config.get(PretrainOptions.SEED);
        return switch (config.get(PretrainOptions.NETWORK)) {
            case SMALL -> PolicyWeights.random(SmallNetShape.DEFAULT, seed);
            case SCALED -> PolicyWeights.random(ScaledNetOptions.shape(config), seed);
        };
    }

    @Override
    public Optional<HeldOutValidation> validation() {
        if (!PretrainOrder.holdsOut(config)) {
            return Optional.empty();
        }
        requireHeldOut();
        String input = config.get(PretrainOptions.INPUT);
        int steps = config.get(PretrainOptions.STEPS);
        EpisodeOrder whole = PretrainOrder.of(config, EpisodeOrder.Part.HELD_OUT);
        EpisodeOrder pieces =
                new EpisodeOrder(
                        EpisodeOrder.Part.HELD_OUT,
                        whole.heldOut(),
                        whole.heldOutNames(),
                        1,
                        VALIDATION_PIECE,
                        0,
                        true,
                        false);
        return Optional.of(
                new HeldOutValidation(
                        new HeldOutEvaluation(input, pieces, steps),
                        new HeldOutEvaluation(input, whole, steps),
                        new ValidationSettings(
                                config.get(PretrainOptions.VALIDATION_INTERVAL).toSeconds()
                                        / SECONDS_PER_MINUTE,
                                config.get(PretrainOptions.VALIDATION_FRAMES),
                                config.get(PretrainOptions.PATIENCE)),
                        config.get(LearnerOptions.OUTPUT)));
    }
}
