package org.retain.operators.actor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.TensorSpec;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.Screens;
import org.retain.operators.policy.Vectors;

/**
 * What a policy sees of the slots: the environment's own buffers where all slots are seen, else the
 * rows of some of them, copied together.
 */
final class ObservationRows {

    private final boolean screens;
    private final int slots;
    private final List<ByteBuffer> sources = new ArrayList<>();
    private final List<ByteBuffer> stacked = new ArrayList<>();
    private final List<Integer> rowBytes = new ArrayList<>();
    private final Observations all;
    private final Observations some;

    /**
     * The rows of an environment.
     *
     * @param shape of the policy, which fits the environment
     * @param actions each slot's action before the next step
     */
    ObservationRows(Environment environment, PolicyShape shape, ByteBuffer actions) {
        screens = PolicyFit.readsScreens(shape);
        slots = environment.slots();
        for (String name : screens ? PolicyFit.SCREENS : List.of(PolicyFit.VECTOR)) {
            int tensor = PolicyFit.find(environment.spec(), name);
            TensorSpec spec = environment.spec().observations().get(tensor);
            add(environment.observation(tensor), spec.bytes());
        }
        if (screens) {
            add(actions, Byte.BYTES);
        }
        all = observations(sources);
        some = observations(stacked);
    }

    /** Whether a policy of this shape, which fits the environment, reads the same. */
    boolean suit(PolicyShape shape) {
        return screens == PolicyFit.readsScreens(shape);
    }

    private void add(ByteBuffer source, int bytes) {
        sources.add(source.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        stacked.add(
                ByteBuffer.allocateDirect(Math.multiplyExact(slots, bytes))
                        .order(ByteOrder.LITTLE_ENDIAN));
        rowBytes.add(bytes);
    }

    private Observations observations(List<ByteBuffer> buffers) {
        return screens
                ? new Screens(buffers.get(0), buffers.get(1), buffers.get(2), buffers.get(3))
                : new Vectors(buffers.get(0));
    }

    /** What these slots see now, in ascending order; valid until the next call. */
    Observations of(int[] chosen, int rows) {
        if (rows == slots) {
            return all;
        }
        for (int i = 0; i < sources.size(); i++) {
            int bytes = rowBytes.get(i);
            for (int row = 0; row < rows; row++) {
                stacked.get(i).put(row * bytes, sources.get(i), chosen[row] * bytes, bytes);
            }
        }
        return some;
    }
}
