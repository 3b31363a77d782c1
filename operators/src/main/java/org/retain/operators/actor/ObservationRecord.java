package org.retain.operators.actor;

import java.util.List;
import org.retain.datasets.segment.Tensor;

/** The observations of one slot's segment, entry by entry, the last one the bootstrap's. */
interface ObservationRecord {

    /** The environment shows the entry. */
    void shown(int entry);

    /** The policy has answered the entry, in this row of its answer. */
    void answered(int entry, int row);

    /** The first entries as tensors, in memory of their own. */
    List<Tensor> tensors(int entries);
}
