package org.retain.operators.actor;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;

/**
 * A frozen policy that answers one step of many rows and draws actions from its answers. Not
 * thread-safe; different threads may use it in turn.
 */
public abstract sealed class ActingPolicy implements AutoCloseable
        permits CategoricalActing, GaussianActing {

    /** The policy that these weights make, by the kind of their network. */
    public static ActingPolicy of(PolicyWeights weights) {
        return weights.shape() instanceof GaussianNetShape
                ? new GaussianActing(GaussianPolicy.create(weights))
                : new CategoricalActing(PolicyNetwork.create(weights), EncodingRows.NONE);
    }

    /**
     * As {@link #of}, for an actor whose segments hold encodings.
     *
     * @throws InvalidWeightsException when the policy is one whose encodings nobody reads
     */
    public static ActingPolicy withEncodings(PolicyWeights weights) {
        return new CategoricalActing(
                PolicyNetwork.create(weights),
                new EncodingRows(weights.encodingName(), weights.shape().encoding()));
    }

    /** Kind and widths of its network. */
    public abstract PolicyShape shape();

    /**
     * Answers one step of so many rows.
     *
     * @param state before the step, f32[rows, H]; receives that after it
     */
    abstract void answer(int rows, Observations observations, RecurrentRows state);

    /** What the encoder made of the rows of the last answer. */
    abstract EncodingRows encodings();

    /** The row's value in the last answer; 0 for a policy without a value head. */
    abstract float value(int row);

    /**
     * Draws the row's action from the last answer.
     *
     * @param noise bits for this step
     * @param actions where the action goes, from {@code at} on
     * @return the action's log-probability; 0 at temperature 0
     */
    abstract float draw(int row, StepRandom noise, double temperature, ByteBuffer actions, int at);

    @Override
    public abstract void close();

    /** Copies an array's numbers; the target grows where it is too small. */
    static float[] copy(NDArray array, float[] target) {
        int size = Math.toIntExact(array.size());
        float[] copy = target.length < size ? Arrays.copyOf(target, size) : target;
        array.toByteBuffer(true).asFloatBuffer().get(copy, 0, size);
        return copy;
    }
}
