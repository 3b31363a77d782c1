package org.retain.datasets.segment;

import java.util.ArrayList;
import java.util.List;

/** Packs a segment's raw tensors for the log, where bytes cost more than time. */
public final class SegmentPacking {

    /** Below this a zstd frame's own header outweighs what it saves. */
    static final int SMALLEST_BYTES = 128;

    private SegmentPacking() {}

    /** Replaces the raw observations and info of a segment by zstd frames, in place. */
    public static void pack(Segment segment) {
        segment.setObservations(packed(segment.getObservations()));
        segment.setInfo(packed(segment.getInfo()));
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
