package org.retain.datasets.segment;

import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Packs many tensors for the log as {@link SegmentPacking} does, in a fraction of the time: the
 * memory that zstd works in is made once. Not thread-safe.
 */
public final class TensorCompressor implements AutoCloseable {

    private final ZstdCompressCtx context =
            new ZstdCompressCtx().setLevel(TensorPacking.ZSTD_LEVEL);

    /**
     * Raw little-endian bytes as the log holds them, in memory of their own: a zstd frame, or as
     * they are where that is hardly larger, as for floats.
     */
    public Tensor pack(String name, TensorType type, List<Integer> shape, byte[] raw) {
        boolean asTheyAre =
                type == TensorType.F32
                        || type == TensorType.F16
                        || raw.length < SegmentPacking.SMALLEST_BYTES;
        if (asTheyAre) {
            return TensorPacking.pack(name, type, shape, raw.clone(), TensorCodec.RAW);
        }
        Tensor tensor = TensorPacking.pack(name, type, shape, raw, TensorCodec.RAW);
        tensor.setCodec(TensorCodec.ZSTD);
        tensor.setData(ByteBuffer.wrap(context.compress(raw)));
        return tensor;
    }

    @Override
    public void close() {
        context.close();
    }
}
