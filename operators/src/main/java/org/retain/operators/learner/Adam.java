package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.retain.operators.policy.Autograd;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1) over parameters in native memory, with decoupled weight
 * decay. Each parameter counts its own steps, so that one that joins later is corrected for its
 * bias from its own first step. Parameters change in place; gradients are zeroed by {@link
 * #zeroGradients}. Not thread-safe.
 */
final class Adam implements AutoCloseable {

    private final AdamSettings settings;
    private final NDManager manager;
    private final List<Entry> entries = new ArrayList<>();

    /** One parameter with its moments. */
    private static final class Entry {

        final String name;
        final NDArray parameter;
        final NDArray mean;
        final NDArray variance;
        long steps;

        Entry(String name, NDArray parameter, NDManager manager) {
            this.name = name;
            this.parameter = parameter;
            mean = manager.zeros(parameter.getShape(), parameter.getDataType());
            variance = manager.zeros(parameter.getShape(), parameter.getDataType());
        }
    }

    /** Moments of zero for these parameters, which from now on require gradients. */
    Adam(Map<String, NDArray> parameters, AdamSettings settings) {
        this.settings = settings;
        manager = parameters.values().iterator().next().getManager().newSubManager();
        parameters.forEach(
                (name, parameter) -> {
                    parameter.setRequiresGradient(true);
                    entries.add(new Entry(name, parameter, manager));
                });
    }

    /** Zeroes all gradients, to be called before the losses of an update are differentiated. */
    void zeroGradients() {
        entries.forEach(entry -> Autograd.zeroGradient(entry.parameter));
    }

    /** Euclidean norm of all gradients together; not finite when one of them is not. */
    double gradientNorm(NDManager scope) {
        NDList norms = new NDList();
        for (Entry entry : entries) {
            NDArray gradient = entry.parameter.getGradient();
            gradient.attach(scope);
            norms.add(gradient.norm());
        }
        return NDArrays.stack(norms).norm().getFloat();
    }

    /**
     * Moves the parameters by one step.
     *
     * @param learningRate step size
     * @param scale factor of the gradients, for clipping by the norm
     * @param chosen names of the parameters that move; the others and their moments stay
     */
    void step(NDManager scope, double learningRate, double scale, Predicate<String> chosen) {
        try (Autograd off = Autograd.off()) {
            for (Entry entry : entries) {
                if (chosen.test(entry.name)) {
                    step(scope, entry, learningRate, scale);
                }
            }
        }
    }

    private void step(NDManager scope, Entry entry, double learningRate, double scale) {
        entry.steps++;
        double correction1 = 1 - Math.pow(settings.beta1(), entry.steps);
        double correction2 = Math.sqrt(1 - Math.pow(settings.beta2(), entry.steps));
        NDArray gradient = entry.parameter.getGradient();
        gradient.attach(scope);
        // Both steps divide by root(v) + ε; with ε scaled so, it is the paper's v̂ form.
        float rate = (float) (learningRate * correction2 / correction1);
        float epsilon = (float) (settings.epsilon() * correction2);
        if (entry.parameter.getDevice().isGpu()) {
            entry.parameter
                    .getNDArrayInternal()
                    .adamUpdate(
                            new NDList(entry.parameter, gradient, entry.mean, entry.variance),
                            new NDList(entry.parameter),
                            (float) learningRate,
                            rate,
                            (float) settings.weightDecay(),
                            (float) scale,
                            -1,
                            (float) settings.beta1(),
                            (float) settings.beta2(),
                            epsilon,
                            true,
                            true);
            return;
        }
        new AdamKernel(
                        (float) (1 - learningRate * settings.weightDecay()),
                        (float) scale,
                        (float) settings.beta1(),
                        (float) settings.beta2(),
                        rate,
                        epsilon)
                .step(entry.parameter, gradient, entry.mean, entry.variance);
    }

    /** True when every parameter is a number. */
    boolean finite() {
        try (NDManager scope = manager.newSubManager();
                Autograd off = Autograd.off()) {
            NDList sums = new NDList();
            for (Entry entry : entries) {
                NDArray norm = entry.parameter.norm();
                norm.attach(scope);
                sums.add(norm);
            }
            return Float.isFinite(NDArrays.stack(sums).sum().getFloat());
        }
    }

    /** The moments, in the parameters' order, to be written to and read from a checkpoint. */
    Map<String, NDArray> moments() {
        Map<String, NDArray> moments = new LinkedHashMap<>();
        for (Entry entry : entries) {
            moments.put(entry.name + ".mean", entry.mean);
            moments.put(entry.name + ".variance", entry.variance);
        }
        return moments;
    }

    /** Steps that each parameter has made, in the parameters' order. */
    long[] steps() {
        return entries.stream().mapToLong(entry -> entry.steps).toArray();
    }

    /** Goes on from a checkpoint's steps; the moments are read into {@link #moments}. */
    void restoreSteps(long[] steps) {
        if (steps.length != entries.size()) {
            throw new IllegalStateException(
                    "The checkpoint has steps of %d parameters, the optimiser has %d; restore with the options that the checkpoint was made with"
                            .formatted(steps.length, entries.size()));
        }
        for (int i = 0; i < steps.length; i++) {
            entries.get(i).steps = steps[i];
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
