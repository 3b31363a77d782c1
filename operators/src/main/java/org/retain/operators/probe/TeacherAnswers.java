package org.retain.operators.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.retain.operators.learner.LearnerBatch;
import org.retain.operators.learner.loss.CategoricalDistribution;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.PolicyOutput;

/**
 * What the teacher answered on each batch, which of its steps count and in which strata, and which
 * activations are compared. Holds 4 bytes for each step and action.
 */
final class TeacherAnswers {

    private static final long SEED = 1;

    private final PieceSample sample;
    private final int ckaFrames;
    private final double ckaShare;
    private final FrameStrata strata = new FrameStrata();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Answer> answers = new ArrayList<>();
    private final Activations activations = new Activations();
    private int actions;

    /**
     * No answers yet.
     *
     * @param ckaFrames steps whose activations are kept, at most
     * @param frames about how many steps will count
     */
    TeacherAnswers(PieceSample sample, int ckaFrames, long frames) {
        this.sample = sample;
        this.ckaFrames = ckaFrames;
        ckaShare = (double) ckaFrames / Math.max(1, frames);
    }

    /**
     * The answers to one batch of T steps and B rows.
     *
     * @param logProbabilities f32[T, B, A]
     * @param strata sets of strata of each step [T, B]; 0 where it does not count
     * @param compared indices of the steps whose activations are kept
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Answer(float[] logProbabilities, int[] strata, int[] compared) {

        /** The teacher's distribution as f32[T, B, A] in a scope. */
        CategoricalDistribution distribution(NDManager scope, NDArray like) {
            return new CategoricalDistribution(
                    NativeArrays.of(scope, logProbabilities, like.getShape().getShape()));
        }
    }

    /** Takes the answer to the next batch. */
    void add(LearnerBatch batch, PolicyOutput output) {
        int[] sets = strata.of(batch);
        for (int i = 0; i < sets.length; i++) {
            if (!sample.counts(batch.segment(i % batch.rows()))) {
                sets[i] = 0;
            }
        }
        int[] drawn = draw(sets);
        NDArray logProbabilities =
                CategoricalDistribution.ofLogits(output.logits()).logProbabilities();
        actions = (int) logProbabilities.getShape().get(2);
        answers.add(new Answer(logProbabilities.toFloatArray(), sets, drawn));
        activations.add(output, drawn);
    }

    private int[] draw(int[] sets) {
        int[] drawn =
                IntStream.range(0, sets.length)
                        .filter(i -> sets[i] != 0 && random.nextDouble() < ckaShare)
                        .toArray();
        int left = ckaFrames - activations.steps();
        return drawn.length <= left ? drawn : Arrays.copyOf(drawn, left);
    }

    /** The answer to the batch of this number. */
    Answer get(int batch) {
        return answers.get(batch);
    }

    /** Number A of the teacher's actions. */
    int actions() {
        return actions;
    }

    /** What the teacher's layers said. */
    Activations activations() {
        return activations;
    }
}
