package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Map;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;

/** A forward pass of the reference architecture at small widths, computed by PyTorch in Python. */
final class TestingGolden {

    static final int STEPS = 40;
    static final int ROWS = 3;

    private final Map<String, SafetensorsEntry> arrays;

    private TestingGolden(Map<String, SafetensorsEntry> arrays) {
        this.arrays = arrays;
    }

    static TestingGolden load() {
        return new TestingGolden(
                SafetensorsEncoding.decode("golden", bytes("scalednet_io.safetensors")));
    }

    static PolicyWeights weights() {
        return PolicyWeights.decode("golden", bytes("scalednet_weights.safetensors"));
    }

    static ByteBuffer bytes(String file) {
        try (InputStream in = TestingGolden.class.getResourceAsStream("/golden/" + file)) {
            return ByteBuffer.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NDArray array(NDManager scope, String name) {
        SafetensorsEntry entry = arrays.get(name);
        if (entry.type() == SafetensorsType.I16) {
            return integers(scope, entry);
        }
        ByteBuffer data =
                ByteBuffer.allocateDirect(entry.data().remaining())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(entry.data().duplicate())
                        .flip();
        DataType type =
                switch (entry.type()) {
                    case U8 -> DataType.UINT8;
                    case I8 -> DataType.INT8;
                    case I64 -> DataType.INT64;
                    default -> DataType.FLOAT32;
                };
        return scope.create(
                data,
                new Shape(entry.shape().stream().mapToLong(Integer::longValue).toArray()),
                type);
    }

    private static NDArray integers(NDManager scope, SafetensorsEntry entry) {
        ShortBuffer shorts = entry.data().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        int[] values = new int[shorts.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = shorts.get(i);
        }
        long[] axes = entry.shape().stream().mapToLong(Integer::longValue).toArray();
        return scope.create(values, new Shape(axes));
    }

    PolicyInput input() {
        return input(0, STEPS, new int[] {STEPS, STEPS, STEPS});
    }

    /** Steps from start to end; lengths count from start. */
    PolicyInput input(int start, int end, int[] lengths) {
        return new PolicyInput(
                end - start,
                ROWS,
                new Screens(
                        from("tty_chars", start),
                        from("tty_colors", start),
                        from("tty_cursor", start),
                        previousActions(start)),
                from("first_of_episode", start),
                lengths);
    }

    private ByteBuffer from(String name, int step) {
        ByteBuffer data = arrays.get(name).data().duplicate();
        return data.position(data.position() + step * (data.remaining() / STEPS));
    }

    /** u8, as a network reads them; the file has i64. */
    private ByteBuffer previousActions(int step) {
        ByteBuffer wide = from("prev_actions", step).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer actions = ByteBuffer.allocate(wide.remaining() / Long.BYTES);
        while (wide.hasRemaining()) {
            actions.put((byte) wide.getLong());
        }
        return actions.flip();
    }

    RecurrentState initialState(NDManager scope) {
        return new RecurrentState(array(scope, "h0").squeeze(0), array(scope, "c0").squeeze(0));
    }
}
