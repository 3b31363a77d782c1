package org.retain.operators.rollout;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.retain.datasets.segment.Behaviour;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.Screens;

/**
 * Turns demonstrations into the rollouts that a frozen policy would have recorded had it pressed
 * the recorded keys, so that on-policy learners run where there is no environment.
 *
 * <pre>{@code
 * float[] state = null;
 * for (Segment demonstration : episode) {
 *     RecordedRollouts.Recorded recorded = rollouts.record(demonstration, state);
 *     state = recorded.state();
 * }
 * }</pre>
 *
 * <p>The policy goes through each episode in order with its recurrent state. Log-probabilities
 * f32[T] are its own of the recorded keys, values f32[T+1] those of its value head (0 where there
 * is no bootstrap observation), the weights version is 0. Observations, actions, rewards and ends
 * are the recording's; the episode's name gets the prefix {@value #PREFIX}, since to the target
 * station it is another episode.
 *
 * <p>Another player chose the keys, so these are no samples of the policy: a student that starts
 * with its weights sees ratios of 1 and learns to prefer those recorded keys that were followed by
 * more points than the values had promised. What it learns says nothing about how it would play.
 *
 * <p>The demonstration is not changed; the rollout shares its tensors. Not thread-safe.
 */
public final class RecordedRollouts implements AutoCloseable {

    /** What the id of a rollout's episode begins with. */
    public static final String PREFIX = "rollout/";

    private final PolicyNetwork network;
    private final int width;

    /** Takes the network over: closing this closes it. */
    public RecordedRollouts(PolicyNetwork network) {
        this.network = network;
        width = network.shape().core();
    }

    /**
     * A rollout and the policy's state after it.
     *
     * @param rollout the segment as the policy would have recorded it
     * @param state h, then c, f32[2H], after the segment's last step
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Recorded(Segment rollout, float[] state) {}

    /**
     * The rollout of an episode's next segment.
     *
     * @param demonstration a recorded NetHack segment
     * @param before the state after the segment before it; null at the start of an episode
     * @throws IllegalArgumentException when there is no state in mid-episode
     * @throws InvalidTensorException when a tensor is missing, damaged, or no key of the policy's
     */
    public Recorded record(Segment demonstration, float[] before) {
        if (demonstration.getFirstOfEpisode() == (before != null)) {
            throw new IllegalArgumentException(
                    "Segment %d of %s came %s the state after the one before it; give an episode's segments in order, from the first"
                            .formatted(
                                    demonstration.getSegmentIndex(),
                                    demonstration.getEpisodeId(),
                                    before == null ? "without" : "with"));
        }
        int steps = demonstration.getLength();
        byte[] actions = TensorPacking.unpack(demonstration.getActions());
        float[] probabilities = new float[steps];
        float[] values = new float[steps + 1];
        float[] start = before == null ? new float[2 * width] : before;
        try (NDManager scope = network.newScope()) {
            Screens screens = screens(demonstration, actions);
            PolicyOutput output = forward(scope, steps, screens, state(scope, start));
            float[] all = output.logits().logSoftmax(2).toFloatArray();
            for (int t = 0; t < steps; t++) {
                probabilities[t] = all[t * network.shape().actions() + action(actions[t])];
            }
            System.arraycopy(output.values().toFloatArray(), 0, values, 0, steps);
            if (demonstration.getBootstrapValid()) {
                values[steps] =
                        forward(scope, 1, from(screens, steps), output.state()).values().getFloat();
            }
            Behaviour behaviour =
                    new Behaviour(
                            longs("weights_version", steps),
                            floats("log_probabilities", probabilities),
                            floats("values", values),
                            tensors(start));
            return new Recorded(rollout(demonstration, behaviour), flat(output.state()));
        }
    }

    private PolicyOutput forward(
            NDManager scope, int steps, Screens screens, RecurrentState state) {
        return network.forward(
                scope, new PolicyInput(steps, 1, screens, null, new int[] {steps}), state);
    }

    private static Screens screens(Segment segment, byte[] actions) {
        byte[] previous = Arrays.copyOf(TensorPacking.unpack(segment.getPreviousAction()), 1);
        ByteBuffer previousActions = ByteBuffer.allocate(1 + actions.length);
        previousActions.put(previous).put(actions).flip();
        return new Screens(
                unpacked(segment, "tty_chars"),
                unpacked(segment, "tty_colors"),
                unpacked(segment, "tty_cursor"),
                previousActions);
    }

    private static ByteBuffer unpacked(Segment segment, String observation) {
        Tensor tensor = TensorPacking.find(segment.getObservations(), observation);
        return ByteBuffer.wrap(TensorPacking.unpack(tensor));
    }

    private static Screens from(Screens screens, int step) {
        int cells = Screens.ROWS * Screens.COLUMNS;
        return new Screens(
                screens.chars().duplicate().position(step * cells),
                screens.colors().duplicate().position(step * cells),
                screens.cursor().duplicate().position(step * 2 * Short.BYTES),
                screens.previousActions().duplicate().position(step));
    }

    private int action(byte recorded) {
        int action = Byte.toUnsignedInt(recorded);
        if (action >= network.shape().actions()) {
            throw new InvalidTensorException(
                    "Action %d, the policy has %d actions"
                            .formatted(action, network.shape().actions()));
        }
        return action;
    }

    private RecurrentState state(NDManager scope, float[] flat) {
        if (width == 0) {
            return null;
        }
        Shape shape = new Shape(1, width);
        return new RecurrentState(
                scope.create(Arrays.copyOf(flat, width), shape),
                scope.create(Arrays.copyOfRange(flat, width, 2 * width), shape));
    }

    private float[] flat(RecurrentState state) {
        float[] flat = new float[2 * width];
        if (width > 0) {
            System.arraycopy(state.h().toFloatArray(), 0, flat, 0, width);
            System.arraycopy(state.c().toFloatArray(), 0, flat, width, width);
        }
        return flat;
    }

    private List<Tensor> tensors(float[] flat) {
        if (width == 0) {
            return List.of();
        }
        return List.of(
                floats("h", Arrays.copyOf(flat, width)),
                floats("c", Arrays.copyOfRange(flat, width, 2 * width)));
    }

    private static Tensor floats(String name, float[] values) {
        return TensorPacking.packFloats(name, List.of(values.length), values, TensorCodec.RAW);
    }

    private static Tensor longs(String name, int steps) {
        byte[] zeros = new byte[steps * Long.BYTES];
        return TensorPacking.pack(name, TensorType.I64, List.of(steps), zeros, TensorCodec.RAW);
    }

    private static Segment rollout(Segment recorded, Behaviour behaviour) {
        Segment rollout = new Segment();
        for (var field : Segment.getClassSchema().getFields()) {
            rollout.put(field.pos(), recorded.get(field.pos()));
        }
        rollout.setEpisodeId(PREFIX + recorded.getEpisodeId());
        rollout.setSource(SegmentSource.ROLLOUT);
        rollout.setBehaviour(behaviour);
        return rollout;
    }

    @Override
    public void close() {
        network.close();
    }
}
