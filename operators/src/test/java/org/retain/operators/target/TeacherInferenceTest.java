package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;

/** Tests for {@link TeacherInference}. */
class TeacherInferenceTest {

    @Test
    void leavesNothingBehindAndSharesNothingBetweenCalls() {
        PolicyNetwork network = PolicyNetwork.create(PolicyWeights.random(TestingTarget.SMALL, 1));
        try (TeacherInference teacher = inference(network)) {
            List<TeacherInference.Answer> first = answer(teacher, "first", 3);
            byte[] logits = first.get(1).distribution().get(0).getData().array().clone();
            byte[] state = first.get(1).state().h().clone();
            int arrays = managedArrays(network);

            for (int i = 0; i < 20; i++) {
                answer(teacher, "later-" + i, 1 + i % 4);
            }

            assertThat(managedArrays(network)).isEqualTo(arrays);
            assertThat(first.get(1).distribution().get(0).getData().array()).isEqualTo(logits);
            assertThat(first.get(1).state().h()).isEqualTo(state);
        }
    }

    @Test
    void answersARowAloneAsBesideLongerOnes() {
        try (TeacherInference teacher =
                inference(PolicyNetwork.create(PolicyWeights.random(TestingTarget.SMALL, 1)))) {
            TeacherInference.Answer beside = answer(teacher, "game", 4).get(0);
            TeacherInference.Answer alone = answer(teacher, "game", 1).get(0);

            assertThat(alone.distribution().get(0).getShape()).containsExactly(2, 121);
            assertThat(floats(beside.distribution().get(0).getData().array()))
                    .containsExactly(
                            floats(alone.distribution().get(0).getData().array()), within(1e-5f));
            assertThat(floats(beside.state().c()))
                    .containsExactly(floats(alone.state().c()), within(1e-5f));
        }
    }

    private static TeacherInference inference(PolicyNetwork network) {
        return new TeacherInference(new DiscreteTeacher(network), TargetType.F32);
    }

    /** Answers rows of 2, 3, ... steps. */
    private static List<TeacherInference.Answer> answer(
            TeacherInference teacher, String episode, int count) {
        List<TeacherRow> rows = new ArrayList<>();
        TeacherState[] states = new TeacherState[count];
        Arrays.fill(states, teacher.zeroState());
        for (int i = 0; i < count; i++) {
            TeacherRow row = teacher.newRow();
            row.unpack(TestingSegments.demonstration(episode + i, 0, 2 + i, false));
            rows.add(row);
        }
        return teacher.answer(rows, List.of(states));
    }

    private static int managedArrays(PolicyNetwork network) {
        try (NDManager scope = network.newScope()) {
            return scope.getParentManager().getManagedArrays().size();
        }
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
