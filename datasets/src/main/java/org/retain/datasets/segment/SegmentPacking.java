package org.retain.datasets.segment;

import java.util.ArrayList;
import java.util.List;

/** Packs a segment's raw tensors for the log, where bytes cost more than time. */
public final class SegmentPacking {

    /** Below this a zstd frame's own header outweighs what it saves. */
    private static final int SMALLEST_BYTES = 128;

    private SegmentPacking() {}

    /** Replaces the raw observations and info of a segment by zstd frames, in place. */
    public static void pack(Segment segment) {
        segment.setObservations(packed(segment.getObservations()));
        segment.setInfo(packed(segment.getInfo()));
    }

    /**
     * Raw bytes as the log holds them, in memory of their own: a zstd frame, or as they are where
     * that is hardly larger, as for floats.
     */
    public static Tensor packed(String name, TensorType type, List<Integer> shape, byte[] raw) {
        boolean asTheyAre =
                type == TensorType.F32 || type == TensorType.F16 || raw.length < SMALLEST_BYTES;
        return asTheyAre
                ? TensorPacking.pack(name, type, shape, raw.clone(), TensorCodec.RAW)
                : TensorPacking.pack(name, type, shape, raw, TensorCodec.ZSTD);
    }

    private static List<Tensor> packed(List<Tensor> tensors) {
        List<Tensor> packed = new ArrayList<>(tensors.size());
        for (Tensor tensor : tensors) {
            boolean worthwhile =
                    tensor.getCodec() == TensorCodec.RAW
                            && TensorPacking.byteLength(tensor) >= SMALLEST_BYTES;
            packed.add(
                    worthwhile
                            ? TensorPacking.pack(
                                    tensor.getName(),
                                    tensor.getDtype(),
                                    tensor.getShape(),
                                    TensorPacking.unpack(tensor),
                                    TensorCodec.ZSTD)
                            : tensor);
        }
        return packed;
    }
}
