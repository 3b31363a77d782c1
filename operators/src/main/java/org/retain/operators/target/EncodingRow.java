package org.retain.operators.target;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.policy.Encodings;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyNetwork;

/**
 * Encodings f32[T+1, F]: those that a segment brings, or else what an encoder makes of its
 * observations, which it then takes the place of.
 */
final class EncodingRow implements TeacherRow {

    private final String name;
    private final int width;
    private final StepColumn encodings;
    private final List<StepColumn> columns;
    private final DiscreteActions actions;
    private final TeacherRow observed;
    private boolean brought;
    private int length;

    /** A row for a network's encoder. */
    EncodingRow(PolicyNetwork network) {
        name = network.encodingName();
        width = network.shape().encoding();
        encodings = new StepColumn(TensorType.F32, List.of(width));
        columns = List.of(encodings);
        actions = new DiscreteActions(network.shape().actions());
        observed = DiscreteTeacher.row(network, true);
    }

    @Override
    public void unpack(Segment segment) {
        brought = brings(segment);
        if (brought) {
            int steps = TeacherRow.steps(segment);
            encodings.reserve(steps + 1);
            encodings.unpack(segment.getObservations().get(0), steps + 1, 0);
            encodings.requireFinite(name, steps + 1);
            actions.unpack(segment, steps);
            length = steps;
        } else {
            observed.unpack(segment);
            length = observed.length();
        }
    }

    private boolean brings(Segment segment) {
        List<String> names = segment.getObservations().stream().map(Tensor::getName).toList();
        if (names.stream().noneMatch(Encodings::isName)) {
            return false;
        }
        if (!names.equals(List.of(name))) {
            throw new InvalidTensorException(
                    "The segment's observations are %s, the station's encoder makes %s; play with weights of the same encoder as teacher and student"
                            .formatted(names, name));
        }
        return true;
    }

    /** What is still to be encoded, T + 1 entries in each column; null where encodings came. */
    TeacherRow observed() {
        return brought ? null : observed;
    }

    /** Takes the encodings of {@link #observed} from where the buffer stands. */
    void take(ByteBuffer encoded) {
        encodings.take(encoded, length + 1);
    }

    @Override
    public void replace(Segment segment) {
        if (!brought) {
            segment.setObservations(new ArrayList<>(List.of(encodings.tensor(name, length + 1))));
        }
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public List<StepColumn> columns() {
        return columns;
    }

    @Override
    public Observations observations(List<ByteBuffer> stacked) {
        return new Encodings(name, width, stacked.get(0));
    }
}
