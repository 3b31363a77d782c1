package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

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

    private final boolean before;

    private Autograd(boolean before) {
        this.before = before;
    }

    /** Records what this thread computes from arrays that require a gradient, until closed. */
    public static Autograd record() {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        return new Autograd(before);
    }

    /** Records nothing until closed. */
    public static Autograd off() {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        return new Autograd(before);
    }

    /** Adds the gradients of a scalar to those of the arrays that it was computed from. */
    public void backward(NDArray loss) {
        backward(loss, false);
    }

    /**
     * As {@link #backward(NDArray)}.
     *
     * @param again true: other scalars of the same computation may be differentiated after this
     */
    public void backward(NDArray loss, boolean again) {
        try (NDArray one = loss.getManager().ones(loss.getShape(), loss.getDataType())) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, again, false);
        }
    }

    /** Makes the gradient of an array zero, whatever it holds. */
    public static void zeroGradient(NDArray array) {
        JniUtils.zeroGrad((PtNDArray) array);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
