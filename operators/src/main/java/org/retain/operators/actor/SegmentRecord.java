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
import org.retain.datasets.segment.TensorCompressor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;

/** The segment of a slot, row by row; its memory is used again for the next one. */
final class SegmentRecord {

    private final Environment environment;
    private final EnvironmentSpec spec;
    private final int slot;
    private final ByteBuffer newest;
    private final TensorCompressor compressor;
    private final byte[][] observations;
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
     * @param steps most steps T of a segment
     */
    SegmentRecord(
            Environment environment,
            int slot,
            ByteBuffer newest,
            TensorCompressor compressor,
            int steps) {
        this.environment = environment;
        this.slot = slot;
        this.newest = newest;
        this.compressor = compressor;
        spec = environment.spec();
        observations = new byte[spec.observations().size()][];
        for (int i = 0; i < observations.length; i++) {
            observations[i] = new byte[(steps + 1) * spec.observations().get(i).bytes()];
        }
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
        observe();
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
        observe();
    }

    private void observe() {
        for (int i = 0; i < observations.length; i++) {
            int bytes = spec.observations().get(i).bytes();
            environment.observation(i).get(slot * bytes, observations[i], length * bytes, bytes);
        }
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
        segment.setObservations(observations());
        segment.setBootstrapValid(true);
        segment.setActions(actions("actions", actionShape(length), actions));
        segment.setPreviousAction(actions("previous_action", actionShape(), previousAction));
        segment.setRewards(floats("rewards", rewards, length));
        segment.setBehaviour(behaviour());
        segment.setInfo(new ArrayList<>());
        segment.setStrata(strata);
        return segment;
    }

    private List<Tensor> observations() {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < observations.length; i++) {
            TensorSpec tensor = spec.observations().get(i);
            List<Integer> shape = new ArrayList<>();
            shape.add(length + 1);
            shape.addAll(tensor.shape());
            byte[] rows = observations[i];
            int bytes = (length + 1) * tensor.bytes();
            tensors.add(
                    compressor.pack(
                            tensor.name(),
                            tensor.type(),
                            shape,
                            bytes == rows.length ? rows : Arrays.copyOf(rows, bytes)));
        }
        return tensors;
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
