package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** One summand of the loss, with a mask and a denominator of its own. */
interface LossTerm {

    /** The summand, a scalar in the context's scope, its coefficient included. */
    NDArray of(LossContext context);

    /** The update that {@link #of} was part of has been applied. */
    default void applied() {}

    /** Writes what the next update's loss depends on. */
    default void write(DataOutputStream out) throws IOException {}

    /** Reads what {@link #write} wrote. */
    default void read(DataInputStream in) throws IOException {}
}
