package org.retain.operators.rollout;

import java.util.List;
import java.util.Optional;
import org.retain.datasets.weights.WeightsAnnouncement;

/** A log whose state the test sets. */
final class TestingLog implements RolloutLog {

    private Announced newest;
    private LogPositions positions = RolloutCreditsTest.positions(0, 0, -1);
    private RuntimeException failure;
    private boolean closed;

    void announce(long offset, long version, boolean finished) {
        WeightsAnnouncement weights =
                new WeightsAnnouncement(
                        "student",
                        version,
                        version,
                        "file:/w" + version,
                        "a".repeat(64),
                        List.of(),
                        finished);
        newest = new Announced(weights, offset);
    }

    void positions(long end, long retired) {
        positions = RolloutCreditsTest.positions(0, end, retired);
    }

    void fail(RuntimeException with) {
        failure = with;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public View look() {
        if (failure != null) {
            throw failure;
        }
        return new View(Optional.ofNullable(newest), positions);
    }

    @Override
    public void close() {
        closed = true;
    }
}
