package org.retain.datasets.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Segments of continuous control for tests: tiny, valid, and different at each step. */
public final class TestingControlSegments {

    private TestingControlSegments() {}

    /**
     * A segment of the middle of an episode whose segments all have this many steps. Its first
     * observation at step n is (n, ...), its reward n, its action (n, -n): steps tell themselves.
     */
    public static Segment segment(
            SegmentSource source, String episodeId, int segmentIndex, int steps) {
        long first = (long) segmentIndex * steps;
        float[] observations = new float[(steps + 1) * 3];
        float[] actions = new float[steps * 2];
        float[] rewards = new float[steps];
        for (int t = 0; t <= steps; t++) {
            observations[3 * t] = first + t;
            observations[3 * t + 1] = episodeId.hashCode();
        }
        for (int t = 0; t < steps; t++) {
            rewards[t] = first + t;
            actions[2 * t] = first + t;
            actions[2 * t + 1] = -first - t;
        }
        Segment segment = new Segment();
        segment.setEnvironmentId("robotic-sequence");
        segment.setEpisodeId(episodeId);
        segment.setSegmentIndex(segmentIndex);
        segment.setFirstStep(first);
        segment.setLength(steps);
        segment.setFirstOfEpisode(segmentIndex == 0);
        segment.setSource(source);
        segment.setObservations(List.of(floats("state", observations, steps + 1, 3)));
        segment.setBootstrapValid(true);
        segment.setActions(floats("actions", actions, steps, 2));
        segment.setPreviousAction(
                floats(
                        "previous_action",
                        segmentIndex == 0 ? new float[2] : new float[] {first - 1, 1 - first},
                        2));
        segment.setRewards(floats("rewards", rewards, steps));
        segment.setInfo(new ArrayList<>());
        segment.setStrata(Map.of("stage", String.valueOf(segmentIndex % 4)));
        return segment;
    }

    /** Gives a segment what a recurrent actor and a teacher add to it, drawn from the seed. */
    public static Segment answered(Segment segment, long seed) {
        Random random = new Random(seed);
        int steps = segment.getLength();
        long[] versions = random.longs(steps).toArray();
        segment.setBehaviour(
                new Behaviour(
                        TensorPacking.packLongs(
                                "weights_version", List.of(steps), versions, TensorCodec.RAW),
                        floats("log_probabilities", random(random, steps), steps),
                        floats("values", random(random, steps + 1), steps + 1),
                        List.of(floats("h", random(random, 4), 4))));
        segment.setTargets(
                new Targets(
                        "teacher",
                        List.of(
                                floats("mean", random(random, steps * 2), steps, 2),
                                floats("log_std", random(random, steps * 2), steps, 2)),
                        List.of(floats("h", random(random, 5), 5))));
        byte[] bytes = new byte[steps * 700];
        random.nextBytes(bytes);
        segment.setInfo(
                List.of(
                        TensorPacking.pack(
                                "pixels",
                                TensorType.I8,
                                List.of(steps, 700),
                                bytes,
                                TensorCodec.ZSTD)));
        return segment;
    }

    private static float[] random(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static Tensor floats(String name, float[] values, Integer... shape) {
        return TensorPacking.packFloats(name, List.of(shape), values, TensorCodec.RAW);
    }
}
