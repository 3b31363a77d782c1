package org.retain.operators.actor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.retain.datasets.segment.Behaviour;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentSpec;

/** The segment of a slot, row by row; its memory is used again for the next one. */
final class SegmentRecord {

    private final Environment environment;
    private final EnvironmentSpec spec;
    private final int slot;
    private final ByteBuffer newest;
    private final ObservationRecord observations;
    private final byte[] actions;
    private final byte[] previousAction;
    private final float[] rewards;
    private final float[] logProbabilities;
    private final float[] values;
    private final long[] versions;

    private Map<String, String> strata;
    private float[] h;
    private float[] c;
    private long firstStep;
    private int length;

    /**
     * A slot's memory.
     *
     * @param newest each slot's last action
     * @param observations room for T + 1 of them
     * @param steps most steps T of a segment
     */
    SegmentRecord(
            Environment environment,
            int slot,
            ByteBuffer newest,
            ObservationRecord observations,
            int steps) {
        this.environment = environment;
        this.slot = slot;
        this.newest = newest;
        this.observations = observations;
        spec = environment.spec();
        actions = new byte[steps * spec.actions().bytes()];
        previousAction = new byte[spec.actions().bytes()];
        rewards = new float[steps];
        logProbabilities = new float[steps];
        values = new float[steps + 1];
        versions = new long[steps];
    }

    int length() {
        return length;
    }

    /** Starts a segment at the slot's present observation. */
    void start(long firstStep, RecurrentRows state) {
        this.firstStep = firstStep;
        length = 0;
        strata = Map.copyOf(environment.strata(slot));
        h = state.h(slot);
        c = state.c(slot);
        newest.get(slot * previousAction.length, previousAction);
        observations.shown(0);
    }

    /** Takes what the policy chose for the slot: its newest action. */
    void act(long version, float value, float logProbability) {
        newest.get(
                slot * previousAction.length,
                actions,
                length * previousAction.length,
                previousAction.length);
        versions[length] = version;
        values[length] = value;
        logProbabilities[length] = logProbability;
    }

    /** Takes what the environment answered. */
    void step() {
        rewards[length] = environment.reward(slot);
        length++;
        observations.shown(length);
    }

    /** The policy has answered the present observation, in this row of its answer. */
    void answered(int row) {
        observations.answered(length, row);
    }

    /** The segment up to here, in memory of its own. */
    Segment end(EpisodeRecord episode, int index, SegmentSource source, float bootstrap) {
        values[length] = bootstrap;
        Segment segment = new Segment();
        segment.setEnvironmentId(spec.name());
        segment.setEpisodeId(episode.id());
        segment.setSegmentIndex(index);
        segment.setFirstStep(firstStep);
        segment.setLength(length);
        segment.setFirstOfEpisode(index == 0);
        segment.setSource(source);
        segment.setObservations(observations.tensors(length + 1));
        segment.setBootstrapValid(true);
        segment.setActions(actions("actions", actionShape(length), actions));
        segment.setPreviousAction(actions("previous_action", actionShape(), previousAction));
        segment.setRewards(floats("rewards", rewards, length));
        segment.setBehaviour(behaviour());
        segment.setInfo(new ArrayList<>());
        segment.setStrata(strata);
        return segment;
    }

    private Behaviour behaviour() {
        return new Behaviour(
                TensorPacking.packLongs(
                        "weights_version",
                        List.of(length),
                        Arrays.copyOf(versions, length),
                        TensorCodec.RAW),
                floats("log_probabilities", logProbabilities, length),
                floats("values", values, length + 1),
                h.length == 0
                        ? List.of()
                        : List.of(floats("h", h, h.length), floats("c", c, c.length)));
    }

    private List<Integer> actionShape(int... steps) {
        List<Integer> shape = new ArrayList<>();
        for (int axis : steps) {
            shape.add(axis);
        }
        if (spec.actions() instanceof ActionSpace.Box box) {
            shape.add(box.size());
        }
        return shape;
    }

    private Tensor actions(String name, List<Integer> shape, byte[] from) {
        TensorType type = spec.actions().type();
        int bytes = TensorPacking.byteLength(new Tensor(name, type, shape, TensorCodec.RAW, null));
        return TensorPacking.pack(name, type, shape, Arrays.copyOf(from, bytes), TensorCodec.RAW);
    }

    private static Tensor floats(String name, float[] values, int count) {
        return TensorPacking.packFloats(
                name, List.of(count), Arrays.copyOf(values, count), TensorCodec.RAW);
    }
}
