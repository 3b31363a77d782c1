package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link NativeState}. */
class NativeStateTest {

    /** More than one piece of the stream, and no whole number of them. */
    private static final int LARGE = 40_000;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchRuntime.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void givesEveryBitBack() throws Exception {
        Map<String, NDArray> written = arrays(new Random(1));
        Map<String, NDArray> read = arrays(new Random(2));
        assertThat(TestingAgents.bits(read)).isNotEqualTo(TestingAgents.bits(written));

        NativeState.read(read, new ByteArrayInputStream(write(written)));
        System.gc();

        assertThat(TestingAgents.bits(read)).isEqualTo(TestingAgents.bits(written));
        assertThat(read.get("b").getShape()).isEqualTo(new Shape(2, 3));
    }

    @Test
    void readsIntoArraysThatGoOnRequiringGradients() throws Exception {
        Map<String, NDArray> written = arrays(new Random(1));
        Map<String, NDArray> read = arrays(new Random(2));
        written.values().forEach(array -> array.setRequiresGradient(true));
        read.values().forEach(array -> array.setRequiresGradient(true));

        NativeState.read(read, new ByteArrayInputStream(write(written)));

        assertThat(TestingAgents.bits(read)).isEqualTo(TestingAgents.bits(written));
        NDArray b = read.get("b");
        try (Autograd recording = Autograd.record()) {
            recording.backward(b.square().sum());
        }
        try (NDArray gradient = b.getGradient()) {
            assertThat(gradient.toFloatArray())
                    .containsExactly(written.get("b").mul(2).toFloatArray());
        }
    }

    @Test
    void leavesNothingBehindInTheManager() throws Exception {
        Map<String, NDArray> arrays = arrays(new Random(1));
        int before = manager.getManagedArrays().size();

        byte[] state = write(arrays);
        NativeState.read(arrays, new ByteArrayInputStream(state));

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void refusesAnArrayOfAnotherNameInItsPlace() throws Exception {
        Map<String, NDArray> other = new LinkedHashMap<>(arrays(new Random(2)));
        other.put("c", other.remove("b"));

        assertRefused(other, "it holds array b where c was expected; restore with the network");
    }

    @Test
    void refusesAnArrayOfAnotherSize() throws Exception {
        Map<String, NDArray> other = new LinkedHashMap<>(arrays(new Random(2)));
        other.put("b", manager.zeros(new Shape(7), DataType.FLOAT32));

        assertRefused(other, "it holds 24 bytes for b, expected 28");
    }

    @Test
    void refusesAnotherNumberOfArrays() throws Exception {
        Map<String, NDArray> other = new LinkedHashMap<>(arrays(new Random(2)));
        other.remove("b");

        assertRefused(other, "it holds another number of arrays");
    }

    private void assertRefused(Map<String, NDArray> other, String message) throws IOException {
        byte[] state = write(arrays(new Random(1)));

        assertThatThrownBy(() -> NativeState.read(other, new ByteArrayInputStream(state)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The checkpoint does not fit the learner: ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnotherVersion() throws Exception {
        byte[] state = write(arrays(new Random(1)));
        state[3] = 9;

        assertThatThrownBy(
                        () ->
                                NativeState.read(
                                        arrays(new Random(2)), new ByteArrayInputStream(state)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "Unknown version 9 of the learner's arrays (this build reads 1)");
    }

    @Test
    void failsOnAStreamThatEndsTooSoon() throws Exception {
        byte[] state = write(arrays(new Random(1)));

        for (int length : new int[] {2, 9, 4 * LARGE, state.length - 1}) {
            ByteArrayInputStream cut = new ByteArrayInputStream(Arrays.copyOf(state, length));
            assertThatThrownBy(() -> NativeState.read(arrays(new Random(2)), cut))
                    .as("%d bytes", length)
                    .isInstanceOf(EOFException.class);
        }
    }

    /** An array of several pieces and a small one, with numbers and with what is none. */
    private Map<String, NDArray> arrays(Random random) {
        float[] large = TestingRows.random(random, LARGE);
        large[0] = Float.intBitsToFloat(0x7fc01234);
        large[1] = -0f;
        large[2] = Float.NEGATIVE_INFINITY;
        large[3] = Float.MIN_VALUE;
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("a", manager.create(large));
        arrays.put("b", manager.create(TestingRows.random(random, 6), new Shape(2, 3)));
        return arrays;
    }

    private static byte[] write(Map<String, NDArray> arrays) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NativeState.write(arrays, out);
        return out.toByteArray();
    }
}
