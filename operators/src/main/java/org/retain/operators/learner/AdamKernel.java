package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.retain.operators.policy.NativeArrays;

/**
 * One step of Adam over f32 arrays in the CPU's memory, in one pass: PyTorch's step makes about
 * ten, each as slow as the memory. Pieces that fit into the cache are copied to the heap, where the
 * JVM vectorises the arithmetic, and back.
 *
 * @param decay factor of a parameter before the step
 * @param scale factor of the gradient
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param rate step size, corrected for the moments' bias
 * @param epsilon added to the root of the second moment, corrected likewise
 */
record AdamKernel(float decay, float scale, float beta1, float beta2, float rate, float epsilon) {

    private static final int PIECE = 2048;

    /** Used again, so that pieces stay in the cache. */
    private static final ThreadLocal<float[][]> PIECES =
            ThreadLocal.withInitial(() -> new float[4][PIECE]);

    /** Steps; a piece is done by one thread, so the result has the same bits with any number. */
    void step(NDArray parameter, NDArray gradient, NDArray mean, NDArray variance) {
        FloatBuffer p = NativeArrays.floats(parameter);
        FloatBuffer g = NativeArrays.floats(gradient);
        FloatBuffer m = NativeArrays.floats(mean);
        FloatBuffer v = NativeArrays.floats(variance);
        int size = p.remaining();
        int pieces = (size + PIECE - 1) / PIECE;
        IntStream all = IntStream.range(0, pieces);
        (pieces > 2 ? all.parallel() : all)
                .forEach(i -> step(p, g, m, v, i * PIECE, Math.min(PIECE, size - i * PIECE)));
    }

    private void step(
            FloatBuffer p, FloatBuffer g, FloatBuffer m, FloatBuffer v, int start, int length) {
        float[][] pieces = PIECES.get();
        p.get(start, pieces[0], 0, length);
        g.get(start, pieces[1], 0, length);
        m.get(start, pieces[2], 0, length);
        v.get(start, pieces[3], 0, length);
        step(pieces[0], pieces[1], pieces[2], pieces[3]);
        p.put(start, pieces[0], 0, length);
        m.put(start, pieces[2], 0, length);
        v.put(start, pieces[3], 0, length);
    }

    /**
     * Loops of one statement, which the JVM vectorises; beyond a piece's length they do no harm.
     */
    private void step(float[] parameter, float[] gradient, float[] mean, float[] variance) {
        int length = parameter.length;
        float kept1 = beta1;
        float kept2 = beta2;
        float new1 = (1 - beta1) * scale;
        float new2 = (1 - beta2) * scale * scale;
        float left = decay;
        float size = rate;
        float least = epsilon;
        for (int i = 0; i < length; i++) {
            mean[i] = kept1 * mean[i] + new1 * gradient[i];
        }
        for (int i = 0; i < length; i++) {
            variance[i] = kept2 * variance[i] + new2 * gradient[i] * gradient[i];
        }
        for (int i = 0; i < length; i++) {
            gradient[i] = (float) Math.sqrt(variance[i]);
        }
        for (int i = 0; i < length; i++) {
            parameter[i] = left * parameter[i] - size * mean[i] / (gradient[i] + least);
        }
    }
}
