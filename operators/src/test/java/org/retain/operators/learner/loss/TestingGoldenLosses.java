package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/** A node of the numbers that golden_losses.py computed with NumPy, in double precision. */
public record TestingGoldenLosses(JsonNode node) {

    /** Relative to the largest expected number of a comparison. */
    private static final double TOLERANCE = 1e-9;

    public static TestingGoldenLosses group(String name) {
        try (InputStream in =
                TestingGoldenLosses.class.getResourceAsStream("/golden/golden_losses.json")) {
            return new TestingGoldenLosses(new ObjectMapper().readTree(in)).at(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestingGoldenLosses input(String name) {
        return at("inputs").at(name);
    }

    public TestingGoldenLosses output(String name) {
        return at("outputs").at(name);
    }

    TestingGoldenLosses at(String name) {
        return new TestingGoldenLosses(node.required(name));
    }

    TestingGoldenLosses at(int index) {
        return new TestingGoldenLosses(node.required(index));
    }

    public double number() {
        return node.isBoolean() ? (node.booleanValue() ? 1 : 0) : node.doubleValue();
    }

    /** All numbers below this node in row-major order; booleans are 0 or 1. */
    public double[] numbers() {
        return numbers(node).toArray();
    }

    /** A matrix [rows, times] as time-major entries [times, rows]. */
    double[] timeMajor() {
        int rows = node.size();
        int times = node.get(0).size();
        double[] entries = new double[rows * times];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = at(i % rows).at(i / rows).number();
        }
        return entries;
    }

    public NDArray array(NDManager scope, DataType type) {
        long[] axes = new long[8];
        int dimension = 0;
        for (JsonNode inner = node; inner.isArray(); inner = inner.get(0)) {
            axes[dimension++] = inner.size();
        }
        return scope.create(numbers(), new Shape(Arrays.copyOf(axes, dimension)))
                .toType(type, false);
    }

    void assertEqualTo(double... found) {
        assertEqualTo(found, TOLERANCE);
    }

    void assertEqualTo(NDArray found) {
        assertThat(found.getShape())
                .isEqualTo(array(found.getManager(), DataType.FLOAT64).getShape());
        boolean twofold = found.getDataType() == DataType.FLOAT64;
        assertEqualTo(
                found.toType(DataType.FLOAT64, false).toDoubleArray(), twofold ? TOLERANCE : 1e-5);
    }

    private void assertEqualTo(double[] found, double tolerance) {
        double[] expected = numbers();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i])
                    .as("entry %d", i)
                    .isCloseTo(expected[i], within(tolerance * largest));
        }
    }

    private static DoubleStream numbers(JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .flatMapToDouble(TestingGoldenLosses::numbers);
        }
        return DoubleStream.of(new TestingGoldenLosses(node).number());
    }
}
