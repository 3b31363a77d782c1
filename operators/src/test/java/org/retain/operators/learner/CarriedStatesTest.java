package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.Segment;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link CarriedStates}. */
class CarriedStatesTest {

    private final CarriedStates states = new CarriedStates(2);
    private NDManager scope;

    @BeforeEach
    void open() {
        scope = TorchRuntime.newManager();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void givesEachRowTheStateThatItsEpisodesLastSegmentEndedWith() {
        after(states, List.of(segment("a", 4), segment("b", 7)), 1, 2, 3, 4);

        // In other rows, among episodes that are new.
        RecurrentState before =
                states.before(
                        scope,
                        batch(segment("b", 8), segment("c", 0), segment("a", 5), segment("a", 4)));

        assertThat(before.h().toFloatArray()).containsExactly(3, 4, 0, 0, 1, 2, 0, 0);
        assertThat(before.c().toFloatArray()).containsExactly(-3, -4, 0, 0, -1, -2, 0, 0);
        assertThat(before.h().getShape()).isEqualTo(new Shape(4, 2));
    }

    @Test
    void keepsStatesOfPiecesOfOneEpisodeApart() {
        after(states, List.of(segment("a", 4), segment("a", 99)), 1, 2, 3, 4);

        RecurrentState before = states.before(scope, batch(segment("a", 100), segment("a", 5)));

        assertThat(before.h().toFloatArray()).containsExactly(3, 4, 1, 2);
    }

    @Test
    void keepsNothingOfEpisodesThatHaveEnded() {
        Segment terminated = segment("a", 4);
        terminated.setTerminated(true);
        Segment truncated = segment("b", 4);
        truncated.setTruncated(true);
        after(states, List.of(terminated, truncated), 1, 2, 3, 4);

        RecurrentState before = states.before(scope, batch(segment("a", 5), segment("b", 5)));

        assertThat(before.h().toFloatArray()).containsOnly(0);
    }

    @Test
    void replacesTheStateOfASegmentThatComesAgain() {
        after(states, List.of(segment("a", 4)), 1, 2);
        after(states, List.of(segment("a", 4)), 5, 6);

        assertThat(states.before(scope, batch(segment("a", 5))).h().toFloatArray())
                .containsExactly(5, 6);
    }

    @Test
    void forgetsWhatTheNextBatchWentOnFromAndKeepsTheEndsOfPieces() {
        after(states, List.of(segment("a", 3), segment("b", 6)), 1, 2, 3, 4);
        after(states, List.of(segment("c", 0), segment("b", 7)), 5, 6, 7, 8);
        after(states, List.of(segment("c", 1), segment("d", 0)), 9, 10, 11, 12);

        RecurrentState before =
                states.before(
                        scope,
                        batch(segment("b", 7), segment("c", 1), segment("a", 4), segment("b", 8)));
        assertThat(before.h().toFloatArray()).containsExactly(0, 0, 0, 0, 1, 2, 7, 8);
        // Played at last, it may be played again in a later pass.
        after(states, List.of(segment("a", 4), segment("d", 1)), 1, 1, 2, 2);
        assertThat(states.before(scope, batch(segment("a", 4))).h().toFloatArray())
                .containsExactly(1, 2);
    }

    @Test
    void forgetsTheSameAfterARestore() throws Exception {
        after(states, List.of(segment("a", 3), segment("b", 6)), 1, 2, 3, 4);
        CarriedStates restored = new CarriedStates(2);
        restored.read(new DataInputStream(new ByteArrayInputStream(write(states))));

        for (CarriedStates each : List.of(states, restored)) {
            after(each, List.of(segment("a", 4), segment("c", 0)), 5, 6, 7, 8);
        }

        assertThat(write(restored)).isEqualTo(write(states));
        assertThat(states.before(scope, batch(segment("a", 4))).h().toFloatArray()).containsOnly(0);
    }

    @Test
    void forgetsTheOldestBeyondItsBound() {
        Segment[] many = new Segment[512];
        for (int i = 0; i < 3; i++) {
            for (int row = 0; row < many.length; row++) {
                many[row] = segment("e" + row, 10 * i);
            }
            float[] numbers = new float[2 * many.length];
            Arrays.fill(numbers, i + 1);
            after(states, List.of(many), numbers);
        }

        assertThat(
                        states.before(
                                        scope,
                                        batch(
                                                segment("e0", 1),
                                                segment("e0", 11),
                                                segment("e9", 21)))
                                .h()
                                .toFloatArray())
                .containsExactly(0, 0, 2, 2, 3, 3);
    }

    @Test
    void keepsTheStatesOfABatchThatIsLargerThanItsBound() {
        Segment[] many = new Segment[1100];
        Arrays.setAll(many, row -> segment("e" + row, 0));
        float[] numbers = new float[2 * many.length];
        Arrays.fill(numbers, 1);
        after(states, List.of(many), numbers);

        assertThat(
                        states.before(scope, batch(segment("e0", 1), segment("e1099", 1)))
                                .h()
                                .toFloatArray())
                .containsExactly(1, 1, 1, 1);
    }

    @Test
    void needsStatesWithinRowsOnlyWhereAnUnfinishedRowIsShort() {
        Segment shortRow = TestingRows.demonstration(1, 2);
        Segment whole = TestingRows.demonstration(2, TestingRows.STEPS);
        assertThat(CarriedStates.needsStateWithinRows(batch(whole, shortRow))).isTrue();
        assertThat(CarriedStates.needsStateWithinRows(batch(whole, whole))).isFalse();
        shortRow.setTerminated(true);
        assertThat(CarriedStates.needsStateWithinRows(batch(whole, shortRow))).isFalse();
    }

    @Test
    void goesOnFromACheckpointInTheSameOrder() throws Exception {
        after(states, List.of(segment("b", 4), segment("a", 7)), 1, 2, 3, 4);
        byte[] written = write(states);

        CarriedStates read = new CarriedStates(2);
        after(read, List.of(segment("c", 0)), 9, 9);
        read.read(new DataInputStream(new ByteArrayInputStream(written)));

        assertThat(write(read)).isEqualTo(written);
        assertThat(
                        read.before(scope, batch(segment("a", 8), segment("b", 5), segment("c", 1)))
                                .c()
                                .toFloatArray())
                .containsExactly(-3, -4, -1, -2, 0, 0);
    }

    private static byte[] write(CarriedStates states) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        states.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Rows end with these numbers as h, and their negatives as c. */
    private void after(CarriedStates states, List<Segment> rows, float... numbers) {
        Shape shape = new Shape(rows.size(), 2);
        states.after(
                batch(rows.toArray(Segment[]::new)),
                scope.create(numbers, shape),
                scope.create(numbers, shape).neg());
    }

    private static LearnerBatch batch(Segment... rows) {
        return new LearnerBatch(TestingRows.batch(rows));
    }

    private static Segment segment(String episode, int index) {
        Segment segment = TestingRows.demonstration(1, TestingRows.STEPS);
        segment.setEpisodeId(episode);
        segment.setSegmentIndex(index);
        return segment;
    }
}
