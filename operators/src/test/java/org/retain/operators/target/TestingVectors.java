package org.retain.operators.target;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;

/** Rollouts whose observations are vectors of three numbers, and files of teachers for them. */
final class TestingVectors {

    static final int OBSERVATION = 3;
    static final int ACTIONS = 2;

    private TestingVectors() {}

    static TargetSettings settings(Path directory, PolicyShape shape) throws IOException {
        String file = directory.resolve("vectors.safetensors").toString();
        String sha256 = PolicyWeights.random(shape, 1).write(file);
        return new TargetSettings(
                file,
                sha256,
                3,
                Duration.ofMillis(100),
                TargetType.F32,
                Duration.ofHours(1),
                Duration.ofDays(1));
    }

    /** An episode of so many segments of 4 steps with discrete actions, the last of 2. */
    static List<Segment> discrete(String episode, int segments) {
        List<Segment> game = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            int steps = i == segments - 1 ? 2 : 4;
            byte[] actions = new byte[steps];
            for (int t = 0; t < steps; t++) {
                actions[t] = (byte) (t % ACTIONS);
            }
            Segment segment = segment(episode, i, steps, i == segments - 1);
            segment.setActions(bytes("actions", List.of(steps), actions));
            segment.setPreviousAction(bytes("previous_action", List.of(), new byte[1]));
            game.add(segment);
        }
        return game;
    }

    /**
     * An episode of so many segments of 4 steps with actions of two numbers, the last of 2 steps.
     * The last two numbers of an observation tell one of two stages.
     */
    static List<Segment> continuous(String episode, int segments) {
        List<Segment> game = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            int steps = i == segments - 1 ? 2 : 4;
            Segment segment = segment(episode, i, steps, i == segments - 1);
            float[] values =
                    TensorPacking.unpackFloats(
                            TensorPacking.find(segment.getObservations(), "vector"));
            for (int t = 0; t <= steps; t++) {
                values[t * OBSERVATION + 1] = t % 2;
                values[t * OBSERVATION + 2] = 1 - t % 2;
            }
            segment.getObservations().set(0, vector(List.of(steps + 1, OBSERVATION), values));
            segment.setActions(
                    floats("actions", List.of(steps, ACTIONS), new float[steps * ACTIONS]));
            segment.setPreviousAction(
                    floats("previous_action", List.of(ACTIONS), new float[ACTIONS]));
            game.add(segment);
        }
        return game;
    }

    private static Segment segment(String episode, int index, int steps, boolean last) {
        Segment segment = new Segment();
        segment.setEnvironmentId("vectors");
        segment.setEpisodeId(episode);
        segment.setSegmentIndex(index);
        segment.setFirstStep(4L * index);
        segment.setLength(steps);
        segment.setFirstOfEpisode(index == 0);
        segment.setSource(SegmentSource.ROLLOUT);
        segment.setBootstrapValid(true);
        segment.setTerminated(false);
        segment.setTruncated(last);
        segment.setInfo(new ArrayList<>());
        segment.setStrata(Map.of());
        float[] values = new float[(steps + 1) * OBSERVATION];
        Random random = new Random(31L * episode.hashCode() + index);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        segment.setObservations(
                new ArrayList<>(List.of(vector(List.of(steps + 1, OBSERVATION), values))));
        return segment;
    }

    static Tensor vector(List<Integer> shape, float[] values) {
        return floats("vector", shape, values);
    }

    static Tensor floats(String name, List<Integer> shape, float[] values) {
        return TensorPacking.packFloats(name, shape, values, TensorCodec.ZSTD);
    }

    static Tensor bytes(String name, List<Integer> shape, byte[] values) {
        return TensorPacking.pack(name, TensorType.U8, shape, values, TensorCodec.RAW);
    }

    /** The observations of a segment's steps, [T, 3]; that after the last left out. */
    static float[] steps(Segment segment) {
        float[] all =
                TensorPacking.unpackFloats(TensorPacking.find(segment.getObservations(), "vector"));
        return Arrays.copyOf(all, segment.getLength() * OBSERVATION);
    }
}
