package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import org.retain.operators.policy.PolicyWeights;

/**
 * A network with its losses and its optimiser. Everything that the next update depends on is in
 * {@link #arrays} and in what {@link #write} writes, so that an agent restored from them goes on to
 * the same bits. Not thread-safe.
 */
interface Agent extends AutoCloseable {

    /**
     * Computes losses on a batch and applies the update, unless one of its numbers is not finite:
     * then nothing changes.
     *
     * @param applied updates applied before this one: schedules are functions of it
     */
    Update update(TrainingBatch batch, long applied);

    /** Arrays of the state in a fixed order: parameters, moments, target networks. */
    Map<String, NDArray> arrays();

    /** Writes the rest of the state, which is small. */
    void write(DataOutputStream out) throws IOException;

    /** Reads what {@link #write} wrote. */
    void read(DataInputStream in) throws IOException;

    /** True when every parameter is a number. */
    boolean finite();

    /** A copy of the policy's weights. */
    PolicyWeights weights();

    /** Where the network computes, such as {@code cpu} or {@code gpu(0)}. */
    String device();

    @Override
    void close();
}
