package org.retain.operators.target;

import java.nio.ByteBuffer;
import java.util.List;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.policy.EncodingOptions;
import org.retain.operators.policy.Encodings;
import org.retain.operators.policy.Observations;

/**
 * What a teacher of one kind reads of one segment, unpacked into memory that the next segment uses
 * again. The bootstrap observation is left out: it is the first of the segment that follows.
 */
interface TeacherRow {

    /** All rows of a bundle take the memory of the longest. */
    int MAX_STEPS = 1024;

    /**
     * Unpacks a segment.
     *
     * @throws InvalidTensorException when a tensor is missing, damaged, of another type or shape,
     *     or has values that the teacher has no input for
     */
    void unpack(Segment segment);

    /** Puts into the segment unpacked last what takes the place of something in it. */
    default void replace(Segment segment) {}

    /** Steps of the segment unpacked last. */
    int length();

    /** What was unpacked, always the same columns in the same order. */
    List<StepColumn> columns();

    /** The columns of many rows, each stacked to [T, B, ...], as the network reads them. */
    Observations observations(List<ByteBuffer> stacked);

    /**
     * A segment's observation by name.
     *
     * @throws InvalidTensorException when it has none
     */
    static Tensor observation(Segment segment, String name) {
        List<Tensor> observations = segment.getObservations();
        for (Tensor tensor : observations) {
            if (Encodings.isName(tensor.getName())) {
                throw new InvalidTensorException(
                        "The segment holds %s in place of %s; give finetune %s too"
                                .formatted(
                                        tensor.getName(), name, EncodingOptions.ENCODINGS.key()));
            }
        }
        return TensorPacking.find(observations, name);
    }

    /** The steps of a segment, when they are few enough. */
    static int steps(Segment segment) {
        int steps = segment.getLength();
        if (steps < 1 || steps > MAX_STEPS) {
            throw new InvalidTensorException(
                    "The segment has %d steps, expected 1 to %d".formatted(steps, MAX_STEPS));
        }
        return steps;
    }
}
