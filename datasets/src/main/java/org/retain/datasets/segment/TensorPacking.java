package org.retain.datasets.segment;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Packs numbers into {@link Tensor}s and unpacks them.
 *
 * <p>Unpacked bytes are little-endian and row-major. Every unpacking checks the length that the
 * shape promises before it allocates anything, so a hostile record costs no memory.
 */
public final class TensorPacking {

    /** Longest tensor accepted, in unpacked bytes. */
    public static final int MAX_BYTES = 1 << 28;

    static final int ZSTD_LEVEL = 3;

    private TensorPacking() {}

    /**
     * Packs raw little-endian bytes. The array is taken over, not copied, when the codec is RAW.
     */
    public static Tensor pack(
            String name, TensorType type, List<Integer> shape, byte[] raw, TensorCodec codec) {
        Tensor tensor = new Tensor(name, type, shape, codec, null);
        int expected = byteLength(tensor);
        if (raw.length != expected) {
            throw new IllegalArgumentException(
                    "Tensor %s: %s%s needs %d bytes, got %d"
                            .formatted(name, type, shape, expected, raw.length));
        }
        tensor.setData(
                ByteBuffer.wrap(codec == TensorCodec.RAW ? raw : Zstd.compress(raw, ZSTD_LEVEL)));
        return tensor;
    }

    /** Packs floats as F32. */
    public static Tensor packFloats(
            String name, List<Integer> shape, float[] values, TensorCodec codec) {
        ByteBuffer raw =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return pack(name, TensorType.F32, shape, raw.array(), codec);
    }

    /** Packs 64-bit integers as I64. */
    public static Tensor packLongs(
            String name, List<Integer> shape, long[] values, TensorCodec codec) {
        ByteBuffer raw =
                ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return pack(name, TensorType.I64, shape, raw.array(), codec);
    }

    /**
     * Unpacked little-endian bytes of a tensor, in an array of the caller's own.
     *
     * @throws InvalidTensorException when data, codec and shape disagree
     */
    public static byte[] unpack(Tensor tensor) {
        byte[] raw = new byte[byteLength(tensor)];
        unpackInto(tensor, raw, 0);
        return raw;
    }

    /**
     * Unpacks a tensor into part of an array.
     *
     * @return the number of bytes written
     * @throws InvalidTensorException when data, codec and shape disagree
     */
    public static int unpackInto(Tensor tensor, byte[] target, int offset) {
        int length = byteLength(tensor);
        ByteBuffer data = tensor.getData();
        if (tensor.getCodec() == TensorCodec.RAW) {
            requireLength(tensor, length, data.remaining());
            data.duplicate().get(target, offset, length);
            return length;
        }
        byte[] packed = data.array();
        int start = data.arrayOffset() + data.position();
        long promised = Zstd.getFrameContentSize(packed, start, data.remaining());
        if (promised < 0) {
            throw new InvalidTensorException(
                    "Tensor %s: its %d bytes are no zstd frame"
                            .formatted(tensor.getName(), data.remaining()));
        }
        requireLength(tensor, length, promised);
        long written;
        try {
            written =
                    Zstd.decompressByteArray(
                            target, offset, length, packed, start, data.remaining());
        } catch (ZstdException e) {
            throw new InvalidTensorException(
                    "Tensor %s: not a zstd frame: %s".formatted(tensor.getName(), e.getMessage()));
        }
        requireLength(tensor, length, written);
        return length;
    }

    /**
     * Values of an F32 tensor.
     *
     * @throws InvalidTensorException when the tensor is of another type or damaged
     */
    public static float[] unpackFloats(Tensor tensor) {
        requireType(tensor, TensorType.F32);
        ByteBuffer raw = ByteBuffer.wrap(unpack(tensor)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[raw.remaining() / Float.BYTES];
        raw.asFloatBuffer().get(values);
        return values;
    }

    /**
     * Values of an I64 tensor.
     *
     * @throws InvalidTensorException when the tensor is of another type or damaged
     */
    public static long[] unpackLongs(Tensor tensor) {
        requireType(tensor, TensorType.I64);
        ByteBuffer raw = ByteBuffer.wrap(unpack(tensor)).order(ByteOrder.LITTLE_ENDIAN);
        long[] values = new long[raw.remaining() / Long.BYTES];
        raw.asLongBuffer().get(values);
        return values;
    }

    /**
     * The tensor of this name.
     *
     * @throws InvalidTensorException when the list has none; the message names those it has
     */
    public static Tensor find(List<Tensor> tensors, String name) {
        for (Tensor tensor : tensors) {
            if (tensor.getName().equals(name)) {
                return tensor;
            }
        }
        throw new InvalidTensorException(
                "Tensor %s is missing; found %s"
                        .formatted(name, tensors.stream().map(Tensor::getName).toList()));
    }

    /** Size of one element in bytes. */
    public static int elementBytes(TensorType type) {
        return switch (type) {
            case U8, I8 -> 1;
            case I16, F16 -> 2;
            case I32, F32 -> 4;
            case I64 -> 8;
        };
    }

    /**
     * Unpacked length in bytes that type and shape promise.
     *
     * @throws InvalidTensorException when an axis is negative or the whole exceeds {@link
     *     #MAX_BYTES}
     */
    public static int byteLength(Tensor tensor) {
        long length = elementBytes(tensor.getDtype());
        for (int axis : tensor.getShape()) {
            length = axis < 0 || length > MAX_BYTES ? -1 : length * axis;
            if (length < 0 || length > MAX_BYTES) {
                throw new InvalidTensorException(
                        "Tensor %s: shape %s is negative or larger than %d bytes"
                                .formatted(tensor.getName(), tensor.getShape(), MAX_BYTES));
            }
        }
        return (int) length;
    }

    private static void requireType(Tensor tensor, TensorType type) {
        if (tensor.getDtype() != type) {
            throw new InvalidTensorException(
                    "Tensor %s is %s, expected %s"
                            .formatted(tensor.getName(), tensor.getDtype(), type));
        }
    }

    private static void requireLength(Tensor tensor, long expected, long found) {
        if (found != expected) {
            throw new InvalidTensorException(
                    "Tensor %s: %s%s needs %d bytes, its data holds %d"
                            .formatted(
                                    tensor.getName(),
                                    tensor.getDtype(),
                                    tensor.getShape(),
                                    expected,
                                    found));
        }
    }
}
