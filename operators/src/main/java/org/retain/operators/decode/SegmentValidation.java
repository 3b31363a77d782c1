package org.retain.operators.decode;

import java.util.List;
import org.retain.datasets.segment.InvalidSegmentException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;

/**
 * Checks that a decoded segment keeps the promises of its schema, so that no later station meets a
 * segment whose fields contradict each other. Tensors are not unpacked here: their packed bytes are
 * checked where they are read.
 */
public final class SegmentValidation {

    private final int maxSteps;

    /** Segments of more than {@code maxSteps} steps are refused. */
    public SegmentValidation(int maxSteps) {
        this.maxSteps = maxSteps;
    }

    /**
     * Returns when the segment is sound.
     *
     * @throws InvalidSegmentException naming the first field that is not
     * @throws org.retain.datasets.segment.InvalidTensorException when a tensor's shape is
     *     impossible
     */
    public void check(Segment segment) {
        int steps = segment.getLength();
        require(!segment.getEpisodeId().isEmpty(), "episodeId is empty");
        require(segment.getDropped() == null, "a marker (dropped) does not belong on this topic");
        require(
                steps >= 1 && steps <= maxSteps,
                "length is %d; this job takes 1 to %d steps (batch.steps)",
                steps,
                maxSteps);
        require(segment.getSegmentIndex() >= 0, "segmentIndex is %d", segment.getSegmentIndex());
        require(segment.getFirstStep() >= 0, "firstStep is %d", segment.getFirstStep());
        require(
                segment.getFirstOfEpisode() == (segment.getSegmentIndex() == 0),
                "firstOfEpisode is %s at segmentIndex %d",
                segment.getFirstOfEpisode(),
                segment.getSegmentIndex());
        require(!segment.getObservations().isEmpty(), "observations are missing");
        segment.getObservations().forEach(tensor -> checkTime(tensor, steps + 1));
        require(segment.getActions() != null, "actions are missing");
        checkTime(segment.getActions(), steps);
        require(segment.getPreviousAction() != null, "previousAction is missing");
        checkPreviousAction(segment.getPreviousAction(), segment.getActions());
        if (segment.getRewards() != null) {
            checkTime(segment.getRewards(), steps);
        }
        segment.getInfo().forEach(tensor -> checkTime(tensor, steps));
        if (segment.getBehaviour() != null) {
            checkTime(segment.getBehaviour().getWeightsVersion(), steps);
            checkTime(segment.getBehaviour().getLogProbabilities(), steps);
            checkTime(segment.getBehaviour().getValues(), steps + 1);
        }
    }

    private static void checkTime(Tensor tensor, int rows) {
        List<Integer> shape = tensor.getShape();
        require(
                !shape.isEmpty() && shape.get(0) == rows,
                "tensor %s has shape %s, expected %d rows",
                tensor.getName(),
                shape,
                rows);
        TensorPacking.byteLength(tensor);
    }

    private static void checkPreviousAction(Tensor previous, Tensor actions) {
        List<Integer> action = actions.getShape().subList(1, actions.getShape().size());
        require(
                previous.getDtype() == actions.getDtype() && previous.getShape().equals(action),
                "previousAction is %s%s, one action is %s%s",
                previous.getDtype(),
                previous.getShape(),
                actions.getDtype(),
                action);
    }

    private static void require(boolean condition, String message, Object... values) {
        if (!condition) {
            throw new InvalidSegmentException("Segment refused: " + message.formatted(values));
        }
    }
}
