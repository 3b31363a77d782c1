package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.LogPosition;

/** Tests for {@link RetiredPositions}. */
class RetiredPositionsTest {

    @Test
    void keepsTheHighestOffsetOfEachPartitionInOrder() {
        RetiredPositions retired = new RetiredPositions();
        for (LogPosition position :
                List.of(
                        new LogPosition("b", 0, 3L),
                        new LogPosition("a", 10, 5L),
                        new LogPosition("a", 2, 7L),
                        new LogPosition("a", 2, 6L),
                        new LogPosition("b", 0, 4L))) {
            retired.add(position);
        }

        assertThat(retired.positions())
                .containsExactly(
                        new LogPosition("a", 2, 7L),
                        new LogPosition("a", 10, 5L),
                        new LogPosition("b", 0, 4L));
    }

    @Test
    void goesOnFromACheckpoint() {
        RetiredPositions retired =
                RetiredPositions.of(
                        List.of(new LogPosition("a", 0, 7L), new LogPosition("a", 1, 1L)));
        retired.add(new LogPosition("a", 0, 6L));
        retired.add(new LogPosition("a", 1, 2L));

        assertThat(retired.positions())
                .containsExactly(new LogPosition("a", 0, 7L), new LogPosition("a", 1, 2L));
    }

    @Test
    void handsOutCopies() {
        LogPosition given = new LogPosition("a", 0, 7L);
        RetiredPositions retired = RetiredPositions.of(List.of(given));
        given.setOffset(1);
        retired.positions().get(0).setOffset(2);

        assertThat(retired.positions()).containsExactly(new LogPosition("a", 0, 7L));
    }
}
