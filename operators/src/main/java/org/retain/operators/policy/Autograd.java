package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * PyTorch's automatic differentiation for the current thread. DJL's own collector allows one at a
 * time in a JVM; with this, several learners in one JVM do not meet.
 *
 * <pre>{@code
 * try (Autograd gradients = Autograd.record()) {
 *     NDArray loss = ...;
 *     gradients.backward(loss);
 * }
 * }</pre>
 */
public final class Autograd implements AutoCloseable {

    private static final ThreadLocal<Autograd> CURRENT = new ThreadLocal<>();

    private final boolean before;
    private final Autograd outer;
    private final boolean records;
    private final boolean repeatable;
    private final Deque<Runnable> steps = new ArrayDeque<>();

    private Autograd(boolean records, boolean repeatable) {
        this.records = records;
        this.repeatable = repeatable;
        before = JniUtils.isGradMode();
        outer = CURRENT.get();
        CURRENT.set(this);
        JniUtils.setGradMode(records);
    }

    /** Records what this thread computes from arrays that require a gradient, until closed. */
    public static Autograd record() {
        return new Autograd(true, false);
    }

    /** As {@link #record}; several scalars of one computation may be differentiated in turn. */
    public static Autograd recordRepeatable() {
        return new Autograd(true, true);
    }

    /** Records nothing until closed. */
    public static Autograd off() {
        return new Autograd(false, false);
    }

    /** Adds the gradients of a scalar to those of the arrays that it was computed from. */
    public void backward(NDArray loss) {
        try (NDArray one = loss.getManager().ones(loss.getShape(), loss.getDataType())) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, repeatable, false);
        }
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }

    /**
     * What this thread records with, to which steps may be added; null when it does not record, or
     * so that several scalars may be differentiated, which steps of their own do not allow.
     */
    static Autograd recording() {
        Autograd current = CURRENT.get();
        return current != null && current.records && !current.repeatable ? current : null;
    }

    /** Whether this thread records so that several scalars may be differentiated. */
    static boolean recordsRepeatably() {
        Autograd current = CURRENT.get();
        return current != null && current.records && current.repeatable;
    }

    /**
     * Adds a step to the backward pass, for a computation that PyTorch did not record: when it
     * runs, the gradients of all that was computed later are there.
     */
    void onBackward(Runnable step) {
        steps.push(step);
    }

    /**
     * Adds a gradient to an array, and what follows of it to those that it was computed from.
     *
     * @param gradient shaped like the array
     */
    static void propagate(NDArray array, NDArray gradient) {
        JniUtils.backward((PtNDArray) array, (PtNDArray) gradient, false, false);
    }

    /** Makes the gradient of an array zero, whatever it holds. */
    public static void zeroGradient(NDArray array) {
        JniUtils.zeroGrad((PtNDArray) array);
    }

    @Override
    public void close() {
        CURRENT.set(outer);
        JniUtils.setGradMode(before);
    }
}
