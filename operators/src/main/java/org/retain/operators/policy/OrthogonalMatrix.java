package org.retain.operators.policy;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random matrices with orthonormal rows or columns, whichever are fewer: Gaussian vectors made
 * orthonormal by the modified Gram-Schmidt process, which gives the uniform (Haar) distribution.
 */
final class OrthogonalMatrix {

    private static final int PARALLEL_ELEMENTS = 1 << 16;

    private OrthogonalMatrix() {}

    /** A matrix f32[rows, columns], row-major. */
    static float[] random(int rows, int columns, Random random) {
        boolean wide = rows <= columns;
        float[][] vectors = new float[Math.min(rows, columns)][Math.max(rows, columns)];
        for (float[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        }
        orthonormalise(vectors);
        float[] matrix = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matrix[row * columns + column] = wide ? vectors[row][column] : vectors[column][row];
            }
        }
        return matrix;
    }

    private static void orthonormalise(float[][] vectors) {
        for (int i = 0; i < vectors.length; i++) {
            float[] pivot = vectors[i];
            scale(pivot, 1 / Math.sqrt(dot(pivot, pivot)));
            IntStream rest = IntStream.range(i + 1, vectors.length);
            long work = (long) (vectors.length - i) * pivot.length;
            // Each vector is changed by one thread in one order: the result has the same bits
            // with any number of threads.
            (work > PARALLEL_ELEMENTS ? rest.parallel() : rest)
                    .forEach(j -> subtract(vectors[j], pivot, (float) dot(vectors[j], pivot)));
        }
    }

    private static double dot(float[] a, float[] b) {
        // Four sums, because one would make each addition wait for the last.
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += (double) a[i] * b[i];
            s1 += (double) a[i + 1] * b[i + 1];
            s2 += (double) a[i + 2] * b[i + 2];
            s3 += (double) a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += (double) a[i] * b[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    private static void subtract(float[] target, float[] pivot, float factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] -= factor * pivot[i];
        }
    }

    private static void scale(float[] target, double factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) (target[i] * factor);
        }
    }
}
