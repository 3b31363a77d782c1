package org.retain.operators.learner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.retain.datasets.segment.Behaviour;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Targets;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.datasets.weights.WeightsVersion;

/** Segments of vectors of three numbers with three discrete actions, and batches of them. */
final class TestingRows {

    static final int OBSERVATION = 3;
    static final int ACTIONS = 3;
    static final int STEPS = 4;

    private TestingRows() {}

    /** A demonstration in mid-game whose numbers follow from the seed. */
    static Segment demonstration(long seed, int steps) {
        return segment(SegmentSource.DEMONSTRATION, "demonstration-" + seed, seed, steps);
    }

    /** A rollout in mid-game by the policy of update 0, with rewards and behaviour. */
    static Segment rollout(long seed, int steps) {
        Segment segment = segment(SegmentSource.ROLLOUT, "rollout-" + seed, seed, steps);
        Random random = new Random(seed + 1);
        segment.setRewards(floats("rewards", random(random, steps), steps));
        float[] uniform = new float[steps];
        Arrays.fill(uniform, (float) -Math.log(ACTIONS));
        segment.setBehaviour(
                new Behaviour(
                        versions(steps, 0),
                        floats("log_probabilities", uniform, steps),
                        floats("values", random(random, steps + 1), steps + 1),
                        List.of()));
        segment.setPosition(new LogPosition("rollouts", 0, seed));
        return segment;
    }

    /** Says that a rollout was played by the policy after so many updates. */
    static Segment playedAfter(Segment rollout, long updates) {
        rollout.getBehaviour().setWeightsVersion(versions(rollout.getLength(), updates));
        return rollout;
    }

    /** Gives a segment a teacher's logits, drawn from the seed. */
    static Segment answered(Segment segment, long seed) {
        int steps = segment.getLength();
        return answered(segment, random(new Random(seed), steps * ACTIONS));
    }

    static Segment answered(Segment segment, float[] logits) {
        segment.setTargets(
                new Targets(
                        "teacher",
                        List.of(floats("logits", logits, segment.getLength(), ACTIONS)),
                        List.of()));
        return segment;
    }

    /** Makes each action of a segment the same. */
    static Segment always(Segment segment, int action) {
        byte[] actions = new byte[segment.getLength()];
        Arrays.fill(actions, (byte) action);
        segment.setActions(bytes("actions", actions, actions.length));
        return segment;
    }

    /** The same segment with one number of its observations or rewards replaced. */
    static Segment observing(Segment segment, int index, float value) {
        float[] values = TensorPacking.unpackFloats(segment.getObservations().get(0));
        values[index] = value;
        segment.setObservations(
                new ArrayList<>(
                        List.of(floats("vector", values, segment.getLength() + 1, OBSERVATION))));
        return segment;
    }

    static Segment rewarded(Segment segment, int step, float reward) {
        float[] rewards = TensorPacking.unpackFloats(segment.getRewards());
        rewards[step] = reward;
        segment.setRewards(floats("rewards", rewards, rewards.length));
        return segment;
    }

    /** A batch of these rows, all driving, of {@link #STEPS} steps. */
    static TrainingBatch batch(Segment... rows) {
        return batch(0, List.of(rows));
    }

    static TrainingBatch batch(int burnIn, List<Segment> rows) {
        return assemble(burnIn, rows.stream().map(row -> new BatchRow(row, true)).toList());
    }

    /** A batch of rows that drive and rows that the memory gave. */
    static TrainingBatch batch(List<Segment> driving, List<Segment> drawn) {
        List<BatchRow> rows = new ArrayList<>();
        driving.forEach(row -> rows.add(new BatchRow(row, true)));
        drawn.forEach(row -> rows.add(new BatchRow(row, false)));
        return assemble(0, rows);
    }

    private static TrainingBatch assemble(int burnIn, List<BatchRow> rows) {
        TrainingBatch batch =
                new BatchAssembly(
                                new BatchShape(rows.size(), STEPS, burnIn, DemonstrationState.ZERO))
                        .assemble(rows);
        if (!batch.refused().isEmpty()) {
            throw new AssertionError(batch.refused());
        }
        return batch;
    }

    private static Segment segment(SegmentSource source, String episode, long seed, int steps) {
        Random random = new Random(seed);
        Segment segment = new Segment();
        segment.setEnvironmentId("vectors");
        segment.setEpisodeId(episode);
        segment.setSegmentIndex(3);
        segment.setFirstStep(3L * STEPS);
        segment.setLength(steps);
        segment.setFirstOfEpisode(false);
        segment.setSource(source);
        segment.setBootstrapValid(true);
        segment.setTerminated(false);
        segment.setTruncated(false);
        segment.setInfo(new ArrayList<>());
        segment.setStrata(Map.of());
        segment.setObservations(
                new ArrayList<>(
                        List.of(
                                floats(
                                        "vector",
                                        random(random, (steps + 1) * OBSERVATION),
                                        steps + 1,
                                        OBSERVATION))));
        byte[] actions = new byte[steps];
        for (int t = 0; t < steps; t++) {
            actions[t] = (byte) random.nextInt(ACTIONS);
        }
        segment.setActions(bytes("actions", actions, steps));
        segment.setPreviousAction(bytes("previous_action", new byte[1]));
        return segment;
    }

    static float[] random(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Tensor versions(int steps, long updates) {
        long[] versions = new long[steps];
        Arrays.fill(versions, WeightsVersion.of(7, updates).value());
        return TensorPacking.packLongs(
                "weights_version", List.of(steps), versions, TensorCodec.RAW);
    }

    static Tensor floats(String name, float[] values, Integer... shape) {
        return TensorPacking.packFloats(name, List.of(shape), values, TensorCodec.RAW);
    }

    private static Tensor bytes(String name, byte[] values, Integer... shape) {
        return TensorPacking.pack(name, TensorType.U8, List.of(shape), values, TensorCodec.RAW);
    }
}
