package org.retain.datasets.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Segments for tests: small, valid, and different for each episode and index. */
public final class TestingSegments {

    private TestingSegments() {}

    /** A demonstration of NetHack's shapes with random, compressible screens. */
    public static Segment demonstration(
            String episodeId, int segmentIndex, int steps, boolean last) {
        Random random = new Random(31L * episodeId.hashCode() + segmentIndex);
        byte[] chars = new byte[(steps + 1) * 24 * 80];
        byte[] colors = new byte[chars.length];
        byte[] cursor = new byte[(steps + 1) * 2 * 2];
        for (int i = 0; i < chars.length; i++) {
            boolean blank = random.nextInt(10) > 0;
            chars[i] = (byte) (blank ? ' ' : '!' + random.nextInt(90));
            colors[i] = (byte) (blank ? 0 : random.nextInt(16));
        }
        for (int t = 0; t <= steps; t++) {
            cursor[4 * t] = (byte) random.nextInt(24);
            cursor[4 * t + 2] = (byte) random.nextInt(80);
        }
        byte[] actions = new byte[steps];
        for (int t = 0; t < steps; t++) {
            actions[t] = (byte) random.nextInt(121);
        }
        Segment segment = new Segment();
        segment.setEnvironmentId("nethack");
        segment.setEpisodeId(episodeId);
        segment.setSegmentIndex(segmentIndex);
        segment.setFirstStep((long) segmentIndex * steps);
        segment.setLength(steps);
        segment.setFirstOfEpisode(segmentIndex == 0);
        segment.setSource(SegmentSource.DEMONSTRATION);
        segment.setObservations(
                new ArrayList<>(
                        List.of(
                                zstd("tty_chars", TensorType.U8, List.of(steps + 1, 24, 80), chars),
                                zstd(
                                        "tty_colors",
                                        TensorType.I8,
                                        List.of(steps + 1, 24, 80),
                                        colors),
                                zstd(
                                        "tty_cursor",
                                        TensorType.I16,
                                        List.of(steps + 1, 2),
                                        cursor))));
        segment.setBootstrapValid(!last);
        segment.setActions(zstd("actions", TensorType.U8, List.of(steps), actions));
        segment.setPreviousAction(
                TensorPacking.pack(
                        "previous_action",
                        TensorType.U8,
                        List.of(),
                        new byte[] {(byte) (segmentIndex == 0 ? 0 : random.nextInt(121))},
                        TensorCodec.RAW));
        segment.setTerminated(last);
        segment.setTruncated(false);
        segment.setInfo(new ArrayList<>());
        segment.setStrata(
                Map.of("dungeon-level", String.valueOf(1 + segmentIndex / 4), "role", "Mon"));
        return segment;
    }

    /**
     * A rollout of the same shapes.
     *
     * @param core units of the acting policy's recurrent state
     * @param version weights version of every step
     */
    public static Segment rollout(
            String episodeId, int segmentIndex, int steps, boolean last, int core, long version) {
        Segment segment = demonstration(episodeId, segmentIndex, steps, last);
        Random random = new Random(17L * episodeId.hashCode() + segmentIndex);
        long[] versions = new long[steps];
        Arrays.fill(versions, version);
        segment.setSource(SegmentSource.ROLLOUT);
        segment.setBootstrapValid(true);
        segment.setRewards(floats("rewards", random, -1, steps));
        segment.setBehaviour(
                new Behaviour(
                        TensorPacking.packLongs(
                                "weights_version", List.of(steps), versions, TensorCodec.RAW),
                        floats("log_probabilities", random, -5, steps),
                        floats("values", random, 0, steps + 1),
                        List.of(floats("h", random, 0, core), floats("c", random, 0, core))));
        return segment;
    }

    private static Tensor floats(String name, Random random, double centre, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (centre + random.nextGaussian() / 2);
        }
        return TensorPacking.packFloats(name, List.of(length), values, TensorCodec.RAW);
    }

    private static Tensor zstd(String name, TensorType type, List<Integer> shape, byte[] raw) {
        return TensorPacking.pack(name, type, shape, raw, TensorCodec.ZSTD);
    }
}
