package org.retain.operators.rollout;

import java.io.Serializable;
import java.util.Optional;
import org.retain.datasets.weights.WeightsAnnouncement;

/** What the enumerator sees of Kafka. Not thread-safe. */
interface RolloutLog extends AutoCloseable {

    /** Opens the log where it is read. */
    interface Opener extends Serializable {

        RolloutLog open();
    }

    /**
     * What is there now.
     *
     * @param newest the policy's last announcement and its offset
     * @param positions of the rollouts
     */
    record View(Optional<Announced> newest, LogPositions positions) {}

    /** An announcement at its offset in the weights topic. */
    record Announced(WeightsAnnouncement weights, long offset) {}

    /** Looks at the log. */
    View look();

    @Override
    void close();
}
