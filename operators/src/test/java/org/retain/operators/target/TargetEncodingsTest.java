package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.policy.PolicyWeights;

/** {@link TargetOperator} with encodings in place of observations. */
class TargetEncodingsTest {

    private static final float TOLERANCE = 1e-5f;

    @TempDir private Path directory;

    private TargetSettings plain;
    private TargetSettings encoding;

    @BeforeEach
    void writeTeacher() throws Exception {
        plain = TestingTarget.settings(directory, 1, 3);
        encoding = plain.withEncodings(plain.teacher());
    }

    @Test
    void segmentsWithAndWithoutEncodingsShareBundlesAndGetTheTeachersAnswers() throws Exception {
        List<Segment> expected = run(plain, 3, games());
        List<Segment> encoded = run(encoding, 3, games());
        List<Segment> mixed = games();
        for (int i = 0; i < mixed.size(); i += 2) {
            mixed.get(i).setObservations(encoded.get(i).getObservations());
        }
        List<Segment> found = run(encoding, 3, mixed);

        assertThat(found)
                .hasSameSizeAs(expected)
                .extracting(Segment::getDropped)
                .containsOnlyNulls();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(logits(found.get(i)))
                    .containsExactly(logits(expected.get(i)), within(TOLERANCE));
            assertThat(logits(encoded.get(i)))
                    .containsExactly(logits(expected.get(i)), within(TOLERANCE));
        }
    }

    @Test
    void observationsLeaveAsEncodingsOfEachStepAndOfTheBootstrap() throws Exception {
        String name = PolicyWeights.random(TestingTarget.SMALL, 1).encodingName();
        for (Segment segment : run(encoding, 3, games())) {
            assertThat(segment.getObservations()).hasSize(1);
            Tensor tensor = segment.getObservations().get(0);
            assertThat(tensor.getName()).isEqualTo(name);
            assertThat(tensor.getShape())
                    .containsExactly(segment.getLength() + 1, TestingTarget.SMALL.encoding());
            assertThat(TensorPacking.unpackFloats(tensor)).isNotEmpty();
        }
        List<Segment> alone = run(encoding, 1, games());
        List<Segment> bundled = run(encoding, 3, games());
        for (int i = 0; i < alone.size(); i++) {
            assertThat(TensorPacking.unpackFloats(bundled.get(i).getObservations().get(0)))
                    .containsExactly(
                            TensorPacking.unpackFloats(alone.get(i).getObservations().get(0)),
                            within(TOLERANCE));
        }
    }

    @Test
    void encodingsOfAnotherEncoderAndUnreadableObservationsAreDropped() throws Exception {
        TargetSettings other = TestingTarget.settings(directory, 2, 1);
        Segment foreign =
                run(other.withEncodings(other.teacher()), 1, TestingTarget.game("foreign", 2))
                        .get(0);
        foreign.setTargets(null);
        Segment missing = TestingTarget.game("missing", 2).get(0);
        missing.getObservations().remove(0);
        Segment infinite = run(encoding, 1, TestingTarget.game("infinite", 2)).get(0);
        Tensor tensor = infinite.getObservations().get(0);
        float[] values = TensorPacking.unpackFloats(tensor);
        values[values.length - 1] = Float.POSITIVE_INFINITY;
        infinite.setObservations(
                new ArrayList<>(
                        List.of(
                                TestingVectors.floats(
                                        tensor.getName(), tensor.getShape(), values))));

        assertThat(run(encoding, 1, List.of(foreign, missing, infinite)))
                .extracting(Segment::getDropped)
                .containsOnly("malformed");
        Segment own = run(encoding, 1, TestingTarget.game("own", 2)).get(0);
        assertThat(run(plain, 1, List.of(own)))
                .as("a station without encodings cannot read them")
                .extracting(Segment::getDropped)
                .containsOnly("malformed");
    }

    @Test
    void aStationWithoutTeacherEncodesForTheStudent() throws Exception {
        TargetSettings none =
                new TargetSettings(
                                null,
                                null,
                                16,
                                Duration.ofHours(1),
                                TargetType.F32,
                                Duration.ofHours(1),
                                Duration.ofHours(1))
                        .withEncodings(plain.teacher());
        List<Segment> expected = run(encoding, 1, games());
        List<Segment> found = run(none, 1, games());

        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).getTargets()).isNull();
            assertThat(found.get(i).getObservations()).isEqualTo(expected.get(i).getObservations());
        }
        Segment missing = TestingTarget.game("missing", 2).get(0);
        missing.getObservations().remove(0);
        assertThat(run(none, 1, List.of(missing)).get(0).getDropped()).isEqualTo("malformed");
    }

    @Test
    void aTeacherOfAnotherEncoderThanTheStudentsFailsForGood() throws Exception {
        String student = directory.resolve("student.safetensors").toString();
        PolicyWeights weights = PolicyWeights.random(TestingTarget.SMALL, 9);
        weights.write(student);

        assertThatThrownBy(() -> TestingTarget.start(plain.withEncodings(student), 1, null))
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage(
                        "The teacher's encoder (target.teacher: %s) makes %s, the student's (%s) %s, but with policy.encodings both read the same encodings; let the student start as the teacher, or set it to false"
                                .formatted(
                                        plain.teacher(),
                                        PolicyWeights.random(TestingTarget.SMALL, 1).encodingName(),
                                        student,
                                        weights.encodingName()));
    }

    private List<Segment> run(TargetSettings settings, int bundle, List<Segment> segments)
            throws Exception {
        TargetSettings sized =
                new TargetSettings(
                        settings.teacher(),
                        settings.sha256(),
                        bundle,
                        settings.bundleInterval(),
                        settings.type(),
                        settings.tombstoneTtl(),
                        settings.idleTtl(),
                        settings.encoder());
        try (TestingTarget target = TestingTarget.start(sized, 1, null)) {
            target.process(segments.toArray(Segment[]::new));
            target.endInput();
            return target.output();
        }
    }

    /** Three games, interleaved. */
    private static List<Segment> games() {
        List<Segment> all = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            for (String episode : List.of("a", "b", "c")) {
                all.add(TestingTarget.game(episode, 3).get(index));
            }
        }
        return all;
    }

    private static float[] logits(Segment segment) {
        return TensorPacking.unpackFloats(segment.getTargets().getDistribution().get(0));
    }
}
