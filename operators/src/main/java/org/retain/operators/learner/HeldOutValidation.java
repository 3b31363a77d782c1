package org.retain.operators.learner;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;

/**
 * Scores the policy on held-out episodes at intervals of training time, keeps the best weights in
 * {@value #BEST}, and ends training when the score has not improved for a while.
 */
final class HeldOutValidation {

    /** Name of the file with the best weights. */
    static final String BEST = "best.safetensors";

    /** Figure: share of steps whose recorded action is the policy's likeliest. */
    static final String ACCURACY = "held_out_accuracy";

    /** Figure: mean cross-entropy of the recorded actions, in nats. */
    static final String CROSS_ENTROPY = "held_out_cross_entropy";

    private static final String FRAMES = "held_out_frames";

    private final HeldOutEvaluation often;
    private final HeldOutEvaluation whole;
    private final ValidationSettings settings;
    private final String best;

    private double nextMinutes;
    private double lowest = Double.POSITIVE_INFINITY;
    private int sinceLowest;

    /**
     * A validation.
     *
     * @param often over pieces of the held-out episodes, for the intervals
     * @param whole over all of them, for the end
     * @param directory where the best weights go
     */
    HeldOutValidation(
            HeldOutEvaluation often,
            HeldOutEvaluation whole,
            ValidationSettings settings,
            String directory) {
        this.often = often;
        this.whole = whole;
        this.settings = settings;
        best = directory + "/" + BEST;
        nextMinutes = settings.intervalMinutes();
    }

    /** True when a validation is due. */
    boolean due(Training training) {
        return training.minutes() >= nextMinutes;
    }

    /** Scores the policy and keeps it when it is the best so far. */
    Map<String, Double> validate(PolicyNetwork network, Training training) throws IOException {
        HeldOutScore.Sum score = often.evaluate(network, settings.frames()).all();
        nextMinutes = training.minutes() + settings.intervalMinutes();
        if (score.crossEntropy() < lowest) {
            lowest = score.crossEntropy();
            sinceLowest = 0;
            network.weights().write(best);
        } else {
            sinceLowest++;
            if (settings.patience() > 0 && sinceLowest >= settings.patience()) {
                training.stop(
                        "the held-out cross-entropy has not fallen below %.4f nats in %d validations"
                                .formatted(lowest, sinceLowest));
            }
        }
        return figures(score);
    }

    /**
     * The best weights and their score on all held-out episodes.
     *
     * @param figures the score, by dungeon level too
     * @param weights where they lie
     */
    record Conclusion(Map<String, Double> figures, WrittenWeights weights) {}

    /** Scores the policy a last time, and the best weights on all held-out episodes. */
    Conclusion conclude(PolicyNetwork last, Training training) throws IOException {
        validate(last, training);
        PolicyWeights.Loaded loaded = PolicyWeights.read(best, Optional.empty());
        HeldOutScore score;
        try (PolicyNetwork network = PolicyNetwork.create(loaded.weights())) {
            score = whole.evaluate(network, Long.MAX_VALUE);
        }
        Map<String, Double> figures = new TreeMap<>(figures(score.all()));
        score.levels()
                .forEach(
                        (level, sum) -> {
                            String suffix = ".level." + level;
                            figures.put(FRAMES + suffix, (double) sum.steps());
                            figures.put(ACCURACY + suffix, sum.accuracy());
                            figures.put(CROSS_ENTROPY + suffix, sum.crossEntropy());
                        });
        return new Conclusion(figures, new WrittenWeights(best, loaded.sha256()));
    }

    private static Map<String, Double> figures(HeldOutScore.Sum score) {
        return Map.of(
                FRAMES, (double) score.steps(),
                ACCURACY, score.accuracy(),
                CROSS_ENTROPY, score.crossEntropy());
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(nextMinutes);
        out.writeDouble(lowest);
        out.writeInt(sinceLowest);
    }

    void read(DataInputStream in) throws IOException {
        nextMinutes = in.readDouble();
        lowest = in.readDouble();
        sinceLowest = in.readInt();
    }
}
