package org.retain.operators.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.retain.datasets.episode.ParquetEpisodes;
import org.retain.datasets.experiment.Measurement;
import org.retain.operators.learner.LearnerBatch;
import org.retain.operators.learner.RecordedPlay;
import org.retain.operators.learner.loss.CategoricalDistribution;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SnapshotFile;

/**
 * Measures policies on recorded episodes beside a teacher that was asked once. Both see the same
 * steps and carry their own recurrent states. Mean over steps s with recorded action a, teacher π*
 * and policy π:
 *
 * <ul>
 *   <li>{@code kl_to_teacher}: KL(π*(·|s) ‖ π(·|s)), in nats;
 *   <li>{@code cross_entropy}: −log π(a|s); {@code accuracy}: whether a is the likeliest action;
 *   <li>{@code log_probability}: log π(a*|s) of the teacher's likeliest action a*;
 *   <li>{@code entropy} of π(·|s);
 *   <li>{@code cka}: linear CKA of each layer with the teacher's.
 * </ul>
 *
 * <p>The same settings and files give the same measurements. Not thread-safe.
 */
public final class Probe {

    private static final long UNLIMITED = Long.MAX_VALUE;

    private final ProbeSettings settings;
    private final RecordedPlay play;
    private final TeacherAnswers teacher;

    private Probe(ProbeSettings settings) throws IOException {
        this.settings = settings;
        PieceSample sample = new PieceSample(settings.order().pieceSegments(), settings.burnIn());
        int[] counts;
        try (ParquetEpisodes episodes = ParquetEpisodes.open(settings.input(), settings.order())) {
            counts = episodes.segmentCounts();
        }
        int steps = settings.steps();
        int[] chosen = sample.choose(counts, (settings.frames() + steps - 1) / steps);
        long frames =
                steps
                        * Arrays.stream(chosen)
                                .mapToLong(i -> Math.max(0, counts[i] - settings.burnIn()))
                                .sum();
        if (frames > ProbeSettings.MAX_FRAMES) {
            throw new IllegalArgumentException(
                    "%s: %d held-out steps, at most %d fit in memory; give --%s"
                            .formatted(
                                    settings.input(),
                                    frames,
                                    ProbeSettings.MAX_FRAMES,
                                    ProbeOptions.FRAMES.key()));
        }
        play = new RecordedPlay(settings.input(), settings.order(), steps, all -> chosen);
        teacher = new TeacherAnswers(sample, settings.ckaFrames(), frames);
    }

    /**
     * Asks the teacher.
     *
     * @throws IOException when there are no held-out episodes, or they cannot be read
     * @throws org.retain.operators.policy.InvalidWeightsException when the teacher cannot be read
     * @throws IllegalArgumentException when it does not fit the episodes
     */
    public static Probe ask(ProbeSettings settings) throws IOException {
        Probe probe = new Probe(settings);
        PolicyWeights weights = PolicyWeights.read(settings.teacher(), Optional.empty()).weights();
        try (PolicyNetwork network = PolicyNetwork.create(weights)) {
            probe.play.play(
                    network, UNLIMITED, (scope, batch, output) -> probe.teacher.add(batch, output));
        }
        return probe;
    }

    /**
     * Measures a policy.
     *
     * @throws IOException when the episodes cannot be read
     * @throws org.retain.operators.policy.InvalidWeightsException when the weights cannot be read
     * @throws IllegalArgumentException when they do not fit teacher or episodes
     */
    public List<Measurement> measure(ProbeWeights weights) throws IOException {
        PolicyWeights.Loaded loaded = PolicyWeights.read(weights.location(), Optional.empty());
        long frames = frames(loaded);
        ProbeSums sums = new ProbeSums();
        Activations activations = new Activations();
        try (PolicyNetwork network = PolicyNetwork.create(loaded.weights())) {
            requireActionsOfTeacher(weights, network.shape().actions());
            int[] number = {0};
            play.play(
                    network,
                    UNLIMITED,
                    (scope, batch, output) -> {
                        TeacherAnswers.Answer answer = teacher.get(number[0]++);
                        compare(scope, batch, output, answer, sums);
                        activations.add(output, answer.compared());
                    });
            List<Measurement> measurements =
                    new ArrayList<>(sums.means(settings.run(), weights.update(), frames));
            addCka(network, activations, weights.update(), frames, measurements);
            return measurements;
        }
    }

    private static void compare(
            NDManager scope,
            LearnerBatch batch,
            PolicyOutput output,
            TeacherAnswers.Answer answer,
            ProbeSums sums) {
        CategoricalDistribution expert = answer.distribution(scope, output.logits());
        CategoricalDistribution policy = CategoricalDistribution.ofLogits(output.logits());
        NDArray actions = batch.actions(scope);
        NDArray hits = policy.logProbabilities().argMax(2).eq(actions);
        NDArray likeliest = expert.logProbabilities().argMax(2);
        int[] strata = answer.strata();
        sums.add("kl_to_teacher", expert.klDivergence(policy), strata);
        sums.add("cross_entropy", policy.crossEntropy(actions), strata);
        sums.add("accuracy", hits.toType(DataType.FLOAT32, false), strata);
        sums.add("log_probability", policy.logProbability(likeliest), strata);
        sums.add("entropy", policy.entropy(), strata);
    }

    private void addCka(
            PolicyNetwork network,
            Activations activations,
            long update,
            long frames,
            List<Measurement> measurements) {
        try (NDManager scope = network.newScope()) {
            teacher.activations()
                    .cka(scope, activations)
                    .forEach(
                            (layer, cka) ->
                                    measurements.add(
                                            new Measurement(
                                                    settings.run(),
                                                    "cka",
                                                    update,
                                                    frames,
                                                    "layer",
                                                    layer,
                                                    cka,
                                                    (long) activations.steps())));
        }
    }

    private void requireActionsOfTeacher(ProbeWeights weights, int actions) {
        if (actions != teacher.actions()) {
            throw new IllegalArgumentException(
                    "%s has %d actions, the teacher %s has %d; compare policies with the same actions"
                            .formatted(
                                    weights.location(),
                                    actions,
                                    settings.teacher(),
                                    teacher.actions()));
        }
    }

    /** Environment steps that had been trained on, as a snapshot tells; else 0. */
    private static long frames(PolicyWeights.Loaded loaded) {
        String frames = loaded.metadata().getOrDefault(SnapshotFile.FRAMES, "");
        return frames.matches("\\d{1,18}") ? Long.parseLong(frames) : 0;
    }
}
