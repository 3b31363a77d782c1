package org.retain.datasets.parquet;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;

/** The fields of a segment that hold tensors, in the order of their columns. */
enum TensorField {
    OBSERVATIONS("T+1"),
    ACTIONS("T"),
    PREVIOUS_ACTION(""),
    REWARDS("T"),
    INFO("T");

    private final String rows;

    TensorField(String rows) {
        this.rows = rows;
    }

    /** The leading axis: {@code T}, {@code T+1}, or empty where there is none. */
    String rows() {
        return rows;
    }

    /** Length of the leading axis in a segment of so many steps, -1 where there is none. */
    int rows(int steps) {
        return switch (rows) {
            case "T+1" -> steps + 1;
            case "T" -> steps;
            default -> -1;
        };
    }

    /** The segment's tensors in this field, none where it is null. */
    List<Tensor> get(Segment segment) {
        return switch (this) {
            case OBSERVATIONS -> segment.getObservations();
            case ACTIONS -> optional(segment.getActions());
            case PREVIOUS_ACTION -> optional(segment.getPreviousAction());
            case REWARDS -> optional(segment.getRewards());
            case INFO -> segment.getInfo();
        };
    }

    /** Adds a tensor to this field. */
    void add(Segment segment, Tensor tensor) {
        switch (this) {
            case OBSERVATIONS -> segment.getObservations().add(tensor);
            case ACTIONS -> segment.setActions(tensor);
            case PREVIOUS_ACTION -> segment.setPreviousAction(tensor);
            case REWARDS -> segment.setRewards(tensor);
            case INFO -> segment.getInfo().add(tensor);
            default -> throw new AssertionError(this);
        }
    }

    private static List<Tensor> optional(Tensor tensor) {
        List<Tensor> list = new ArrayList<>(1);
        if (tensor != null) {
            list.add(tensor);
        }
        return list;
    }
}
