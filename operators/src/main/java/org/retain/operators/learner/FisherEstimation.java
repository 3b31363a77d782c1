package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;
import org.retain.operators.learner.loss.CategoricalDistribution;
import org.retain.operators.learner.loss.FisherDiagonal;
import org.retain.operators.learner.loss.MaskedMean;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.ParameterSpec;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.RecurrentState;

/**
 * Estimates the diagonal of the Fisher information of a discrete policy's parameters from batches
 * of demonstrations: the mean of squared gradients of −log π(a|h), back-propagated through the
 * batch's steps and not into the state before them. The value head and frozen parameters are left
 * out. BatchNorm uses its running statistics (the paper's code uses the batch's).
 *
 * <p>Not thread-safe.
 */
final class FisherEstimation implements AutoCloseable {

    private static final String VALUE_HEAD = "value";

    private final PolicyNetwork network;
    private final FisherVariant variant;
    private final SplittableRandom random;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final FisherDiagonal diagonal;
    private long count;

    /**
     * An estimation without any sample.
     *
     * @param network θ*; its parameters require gradients from now on
     * @param freeze beginnings of the names of parameters that are left out
     * @param seed of the labels that {@link FisherVariant#TRUE} draws
     */
    FisherEstimation(PolicyNetwork network, List<String> freeze, FisherVariant variant, long seed) {
        this.network = network;
        this.variant = variant;
        random = new SplittableRandom(seed);
        for (ParameterSpec spec : network.shape().parameters()) {
            boolean held =
                    spec.trainable()
                            && !spec.name().startsWith(VALUE_HEAD)
                            && freeze.stream().noneMatch(spec.name()::startsWith);
            if (held) {
                parameters.put(spec.name(), network.parameters().get(spec.name()));
            }
        }
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException(
                    "Option %s is %s, which leaves no parameter to hold in place"
                            .formatted(LearnerOptions.FREEZE.key(), freeze));
        }
        parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
        NDArray first = parameters.values().iterator().next();
        diagonal = new FisherDiagonal(first.getManager(), List.copyOf(parameters.values()));
    }

    /**
     * Adds steps of a batch's row 0, one gradient for each.
     *
     * @param state before step 0; null without core
     * @param steps step indices; one that occurs twice counts twice
     */
    void addSamples(NDManager scope, LearnerBatch batch, RecurrentState state, int[] steps) {
        try (Autograd recording = Autograd.recordRepeatable()) {
            NDArray answers = answers(forward(scope, batch, state)).logProbabilities();
            int actions = (int) answers.getShape().get(2);
            float[] values = answers.toFloatArray();
            long[] recorded = batch.actions(scope).toLongArray();
            for (int step : steps) {
                int row = step * batch.rows();
                int label =
                        label(
                                Arrays.copyOfRange(values, row * actions, (row + 1) * actions),
                                recorded[row]);
                square(recording, answers.get(new NDIndex("{}, 0, {}", step, label)).neg());
            }
        }
    }

    /** The label by which a step is differentiated, given its log-probabilities. */
    private int label(float[] answers, long recorded) {
        return switch (variant) {
            case TRUE -> draw(answers);
            case EMPIRICAL -> Math.toIntExact(recorded);
            case ARGMAX, BATCH_MEAN -> largest(answers);
        };
    }

    private int draw(float[] answers) {
        double left = random.nextDouble();
        for (int label = 0; label < answers.length; label++) {
            left -= Math.exp(answers[label]);
            if (left < 0) {
                return label;
            }
        }
        return largest(answers);
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    /**
     * Adds a batch as one gradient: that of the mean over its steps, by the likeliest actions.
     *
     * @param state before step 0; null without core
     * @return the network's answer
     */
    PolicyOutput addMean(NDManager scope, LearnerBatch batch, RecurrentState state) {
        try (Autograd recording = Autograd.recordRepeatable()) {
            PolicyOutput output = forward(scope, batch, state);
            CategoricalDistribution answers = answers(output);
            NDArray labels = answers.logProbabilities().stopGradient().argMax(2);
            MaskedMean mean = MaskedMean.over(batch.mask(scope, batch.flags("valid")));
            square(recording, mean.of(answers.crossEntropy(labels)));
            return output;
        }
    }

    private PolicyOutput forward(NDManager scope, LearnerBatch batch, RecurrentState state) {
        return network.forward(scope, batch.input(batch.lengths()), state);
    }

    private static CategoricalDistribution answers(PolicyOutput output) {
        return CategoricalDistribution.ofLogits(output.logits());
    }

    private void square(Autograd recording, NDArray loss) {
        parameters.values().forEach(Autograd::zeroGradient);
        recording.backward(loss.sum());
        NDList gradient = new NDList();
        try (Autograd off = Autograd.off()) {
            parameters.values().forEach(parameter -> gradient.add(parameter.getGradient()));
            diagonal.add(List.copyOf(gradient));
        } finally {
            gradient.close();
        }
        count++;
    }

    /** Gradients that were squared. */
    long count() {
        return count;
    }

    /** θ*, by name. */
    Map<String, SafetensorsEntry> anchor() {
        return entries(List.copyOf(parameters.values()));
    }

    /**
     * The diagonal, by name.
     *
     * @throws IllegalArgumentException when it is no number somewhere
     */
    Map<String, SafetensorsEntry> fisher() {
        try (NDManager scope = network.newScope();
                Autograd off = Autograd.off()) {
            List<NDArray> estimates = diagonal.estimate(scope);
            List<String> names = new ArrayList<>(parameters.keySet());
            for (int i = 0; i < names.size(); i++) {
                if (!Double.isFinite(estimates.get(i).sum().getFloat())) {
                    throw new IllegalArgumentException(
                            "The Fisher information of parameter %s is no number, after %d gradients; look for broken weights or observations"
                                    .formatted(names.get(i), count));
                }
            }
            return entries(estimates);
        }
    }

    private Map<String, SafetensorsEntry> entries(List<NDArray> arrays) {
        Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
        int i = 0;
        for (String name : parameters.keySet()) {
            NDArray array = arrays.get(i);
            entries.put(
                    name,
                    new SafetensorsEntry(
                            SafetensorsType.F32,
                            Arrays.stream(array.getShape().getShape())
                                    .mapToObj(Math::toIntExact)
                                    .toList(),
                            ByteBuffer.wrap(array.toByteArray())));
            i++;
        }
        return entries;
    }

    @Override
    public void close() {
        diagonal.close();
    }
}
