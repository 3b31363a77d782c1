package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.Vectors;

/** What {@link TargetOperator} answers with a teacher of continuous actions. */
class TargetGaussianTest {

    private static final GaussianNetShape SHAPE =
            new GaussianNetShape(TestingVectors.OBSERVATION, List.of(6), 2, TestingVectors.ACTIONS);

    @TempDir private Path directory;

    private TargetSettings settings;

    @BeforeEach
    void writeTeacher() throws Exception {
        settings = TestingVectors.settings(directory, SHAPE);
    }

    @Test
    void answersEachStepWithMeanAndLogarithmOfTheDeviation() throws Exception {
        List<Segment> longer = TestingVectors.continuous("longer", 2);
        List<Segment> shorter = TestingVectors.continuous("shorter", 1);
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(longer.get(0), shorter.get(0), longer.get(1));
            target.endInput();
            assertThat(target.metrics()).containsEntry(TargetMetrics.BUNDLES, 2L);
        }

        for (Segment segment : List.of(longer.get(0), longer.get(1), shorter.get(0))) {
            assertThat(segment.getTargets().getTeacherId()).isEqualTo(settings.sha256());
            assertThat(segment.getTargets().getRecurrentState()).isEmpty();
            assertThat(segment.getTargets().getDistribution())
                    .extracting(Tensor::getName, Tensor::getShape)
                    .containsExactly(
                            tuple("mean", List.of(segment.getLength(), 2)),
                            tuple("log_std", List.of(segment.getLength(), 2)));
            assertThatAnswersAreThePolicys(segment);
        }
    }

    @Test
    void dropsStagesAndActionsThatTheTeacherDoesNotHave() throws Exception {
        Segment both = first("both");
        both.getObservations().set(0, TestingVectors.vector(List.of(5, 3), ones(15)));
        Segment neither = first("neither");
        neither.getObservations().set(0, TestingVectors.vector(List.of(5, 3), new float[15]));
        Segment discrete = TestingVectors.discrete("discrete", 2).get(0);
        discrete.setObservations(first("discrete").getObservations());
        Segment narrow = first("narrow");
        narrow.setActions(TestingVectors.floats("actions", List.of(4, 1), new float[4]));
        Segment infinite = first("infinite");
        float[] actions = {0, 0, 0, 0, 0, 0, 0, Float.POSITIVE_INFINITY};
        infinite.setActions(TestingVectors.floats("actions", List.of(4, 2), actions));
        List<Segment> output;
        try (TestingTarget target = TestingTarget.start(settings, 1, null)) {
            target.process(both, neither, discrete, narrow, infinite, first("sound"));
            target.endInput();
            output = target.output();
        }

        assertThat(output)
                .extracting(Segment::getDropped)
                .containsExactly(
                        "malformed", "malformed", "malformed", "malformed", "malformed", null);
    }

    @Test
    void leavesNothingBehindInNativeMemory() {
        GaussianPolicy policy = GaussianPolicy.create(PolicyWeights.random(SHAPE, 1));
        try (TeacherInference teacher =
                new TeacherInference(new GaussianTeacher(policy), TargetType.F16)) {
            TeacherRow row = teacher.newRow();
            row.unpack(first("game"));
            int arrays = managedArrays(policy);

            for (int i = 0; i < 10; i++) {
                teacher.answer(List.of(row), List.of(teacher.zeroState()));
            }

            assertThat(managedArrays(policy)).isEqualTo(arrays);
        }
    }

    private static int managedArrays(GaussianPolicy policy) {
        try (NDManager scope = policy.newScope()) {
            return scope.getParentManager().getManagedArrays().size();
        }
    }

    private void assertThatAnswersAreThePolicys(Segment segment) {
        float[] vectors = TestingVectors.steps(segment);
        ByteBuffer values =
                ByteBuffer.allocate(vectors.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.asFloatBuffer().put(vectors);
        PolicyWeights weights = PolicyWeights.read(settings.teacher(), Optional.empty()).weights();
        try (GaussianPolicy policy = GaussianPolicy.create(weights);
                NDManager scope = policy.newScope()) {
            GaussianOutput expected =
                    policy.forward(scope, new Vectors(values), segment.getLength());

            assertThat(found(segment, "mean"))
                    .containsExactly(expected.mean().toFloatArray(), within(1e-5f));
            assertThat(found(segment, "log_std"))
                    .containsExactly(expected.logDeviation().toFloatArray(), within(1e-5f));
        }
    }

    private static float[] found(Segment segment, String parameter) {
        return TensorPacking.unpackFloats(
                TensorPacking.find(segment.getTargets().getDistribution(), parameter));
    }

    private static Segment first(String episode) {
        return TestingVectors.continuous(episode, 2).get(0);
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
