package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Targets;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TestingSegments;

/** Tests for {@link BatchAssembly}. */
class BatchAssemblyTest {

    private static final int STEPS = 6;

    @Test
    void laysStepsOutTimeMajorAndPadsWithZeros() {
        Segment whole = TestingSegments.demonstration("a", 0, 6, false);
        Segment end = TestingSegments.demonstration("b", 2, 4, true);

        Map<String, SafetensorsEntry> batch =
                assemble(0, DemonstrationState.ZERO, whole, end).tensors();

        SafetensorsEntry chars = batch.get("observations.tty_chars");
        assertThat(chars.shape()).containsExactly(7, 2, 24, 80);
        byte[] wholeChars = TensorPacking.unpack(whole.getObservations().get(0));
        byte[] endChars = TensorPacking.unpack(end.getObservations().get(0));
        for (int t = 0; t <= STEPS; t++) {
            for (int i = 0; i < 1920; i += 13) {
                assertThat(chars.data().get((t * 2) * 1920 + i))
                        .isEqualTo(wholeChars[t * 1920 + i]);
                byte expected = t <= 4 ? endChars[t * 1920 + i] : 0;
                assertThat(chars.data().get((t * 2 + 1) * 1920 + i)).isEqualTo(expected);
            }
        }
        assertThat(column(batch.get("valid"), 1)).containsExactly(1, 1, 1, 1, 0, 0);
        assertThat(column(batch.get("terminated"), 1)).containsExactly(0, 0, 0, 1, 0, 0);
        assertThat(column(batch.get("first_of_episode"), 0)).containsExactly(1, 0, 0, 0, 0, 0);
        assertThat(batch.get("length").data().get(4)).isEqualTo((byte) 4);
    }

    @Test
    void shiftsActionsByOneStepForThePreviousAction() {
        Segment segment = TestingSegments.demonstration("a", 1, 6, false);

        Map<String, SafetensorsEntry> batch =
                assemble(0, DemonstrationState.ZERO, segment).tensors();

        byte[] actions = TensorPacking.unpack(segment.getActions());
        int first = TensorPacking.unpack(segment.getPreviousAction())[0];
        assertThat(column(batch.get("previous_actions"), 0))
                .containsExactly(first, actions[0], actions[1], actions[2], actions[3], actions[4]);
    }

    @Test
    void burnsInOnlyRowsThatStartColdInMidEpisode() {
        Segment first = TestingSegments.demonstration("a", 0, 6, false);
        Segment middle = TestingSegments.demonstration("a", 1, 6, false);

        Map<String, SafetensorsEntry> batch =
                assemble(2, DemonstrationState.ZERO, first, middle).tensors();

        assertThat(column(batch.get("loss"), 0)).containsExactly(1, 1, 1, 1, 1, 1);
        assertThat(column(batch.get("loss"), 1)).containsExactly(0, 0, 1, 1, 1, 1);
        assertThat(batch).doesNotContainKey("initial_state.h");
    }

    @Test
    void startsDemonstrationsFromTheTeachersStateWhenAsked() {
        Segment middle = TestingSegments.demonstration("a", 1, 6, false);
        middle.setTargets(
                new Targets(
                        "teacher",
                        List.of(
                                TensorPacking.packFloats(
                                        "logits", List.of(6, 3), new float[18], TensorCodec.RAW)),
                        List.of(
                                TensorPacking.packFloats(
                                        "h", List.of(2), new float[] {1, 2}, TensorCodec.RAW))));

        Map<String, SafetensorsEntry> batch =
                assemble(2, DemonstrationState.TEACHER, middle).tensors();

        assertThat(batch.get("initial_state.h").shape()).containsExactly(1, 2);
        assertThat(batch.get("targets.logits").shape()).containsExactly(6, 1, 3);
        assertThat(column(batch.get("loss"), 0)).containsExactly(1, 1, 1, 1, 1, 1);
    }

    @Test
    void refusesARowOfAnotherShapeByName() {
        Segment segment = TestingSegments.demonstration("a", 0, 6, false);
        Segment other = TestingSegments.demonstration("b", 0, 6, false);
        other.getObservations().get(2).setShape(List.of(7, 1, 2));

        TrainingBatch batch = assemble(0, DemonstrationState.ZERO, segment, other);

        assertThat(batch.rows()).hasSize(1);
        assertThat(batch.refused())
                .singleElement()
                .asString()
                .contains("Episode b", "observations.tty_cursor is I16[1, 2]", "I16[2]");
    }

    private static TrainingBatch assemble(
            int burnIn, DemonstrationState state, Segment... segments) {
        return new BatchAssembly(new BatchShape(segments.length, STEPS, burnIn, state))
                .assemble(
                        List.of(segments).stream()
                                .map(segment -> new BatchRow(segment, true))
                                .toList());
    }

    private static int[] column(SafetensorsEntry entry, int row) {
        int rows = entry.shape().get(1);
        int[] column = new int[entry.shape().get(0)];
        for (int t = 0; t < column.length; t++) {
            column[t] = entry.data().get(t * rows + row);
        }
        return column;
    }
}
