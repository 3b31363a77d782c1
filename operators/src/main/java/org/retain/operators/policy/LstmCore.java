package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.CORE;
import static org.retain.operators.policy.ScaledNetParameters.GATES;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A layer of long short-term memory (Hochreiter and Schmidhuber, 1997), gates in PyTorch's order:
 * input, forget, cell, output. Rows that are full and are reset at most before step 0 go through
 * PyTorch's fused kernel; else the inputs' part of the gates is one product over all steps and the
 * rest goes step by step.
 */
final class LstmCore {

    /** Units from which what is written out is faster than the fused kernel. */
    private static final int WIDE = 512;

    private final Layers layers;
    private final boolean readsAlone;

    /**
     * A core.
     *
     * @param readsAlone true when nothing but the core reads its inputs
     */
    LstmCore(Layers layers, boolean readsAlone) {
        this.layers = layers;
        this.readsAlone = readsAlone;
    }

    /** Outputs f32[T, B, H] and the state after each row's last valid step. */
    record Output(NDArray outputs, RecurrentState state) {}

    /**
     * Runs T steps.
     *
     * @param inputs f32[T, B, F]
     * @param firstOfEpisode u8[T, B], not 0 where the state is zeroed before the step; or null
     * @param lengths valid steps of each row
     * @param initial state before step 0
     */
    Output run(
            NDManager scope,
            NDArray inputs,
            ByteBuffer firstOfEpisode,
            int[] lengths,
            RecurrentState initial) {
        int steps = (int) inputs.getShape().get(0);
        int rows = lengths.length;
        // For one step of a wide layer the fused kernel packs its weights in vain.
        if ((steps > 1 || initial.h().getShape().get(1) < WIDE)
                && Arrays.stream(lengths).allMatch(length -> length == steps)
                && !resetsWithin(firstOfEpisode, steps, rows)) {
            return runWhole(scope, inputs, firstOfEpisode, rows, initial);
        }
        return runByStep(scope, inputs, firstOfEpisode, lengths, initial);
    }

    /** All steps in one native call, which never leaves PyTorch's fused kernel. */
    private Output runWhole(
            NDManager scope,
            NDArray inputs,
            ByteBuffer firstOfEpisode,
            int rows,
            RecurrentState initial) {
        RecurrentState state = initial;
        if (firstOfEpisode != null) {
            NDArray kept = kept(scope, firstOfEpisode, 1, rows).squeeze(0);
            state = new RecurrentState(kept.mul(initial.h()), kept.mul(initial.c()));
        }
        Autograd recording = Autograd.recording();
        NDArray recurrent = layers.array(CORE + "weight_hh_l0");
        if (readsAlone
                && recording != null
                && recurrent.hasGradient()
                && recurrent.getShape().get(1) >= WIDE) {
            return new LstmTape(
                            scope,
                            inputs,
                            layers.encoderTrainable(),
                            layers.array(CORE + "weight_ih_l0"),
                            recurrent,
                            layers.array(CORE + "bias_ih_l0"),
                            layers.array(CORE + "bias_hh_l0"))
                    .run(state, recording);
        }
        NDList outputs =
                inputs.getNDArrayInternal()
                        .lstm(
                                inputs,
                                new NDList(state.h().expandDims(0), state.c().expandDims(0)),
                                new NDList(
                                        layers.array(CORE + "weight_ih_l0"),
                                        layers.array(CORE + "weight_hh_l0"),
                                        layers.array(CORE + "bias_ih_l0"),
                                        layers.array(CORE + "bias_hh_l0")),
                                true,
                                1,
                                0,
                                true,
                                false,
                                false);
        RecurrentState last =
                new RecurrentState(outputs.get(1).squeeze(0), outputs.get(2).squeeze(0));
        outputs.attach(scope);
        last.attach(scope);
        return new Output(outputs.get(0), last);
    }

    private Output runByStep(
            NDManager scope,
            NDArray inputs,
            ByteBuffer firstOfEpisode,
            int[] lengths,
            RecurrentState initial) {
        int steps = (int) inputs.getShape().get(0);
        int shortest = Arrays.stream(lengths).min().orElse(steps);
        NDArray fromInputs =
                Linear.linear(
                                inputs,
                                layers.array(CORE + "weight_ih_l0"),
                                layers.array(CORE + "bias_ih_l0"))
                        .singletonOrThrow();
        NDArray kept =
                firstOfEpisode == null ? null : kept(scope, firstOfEpisode, steps, lengths.length);
        NDArray valid = shortest == steps ? null : valid(scope, lengths, steps);
        NDList outputs = new NDList();
        RecurrentState state = initial;
        for (int t = 0; t < steps; t++) {
            try (NDManager step = scope.newSubManager()) {
                NDArray gates = fromInputs.get(t);
                gates.attach(step);
                RecurrentState before = kept == null ? state : zeroed(step, state, kept.get(t));
                RecurrentState after = step(gates, before);
                if (t >= shortest) {
                    NDArray mask = valid.get(t);
                    mask.attach(step);
                    mask = mask.broadcast(after.h().getShape());
                    after =
                            new RecurrentState(
                                    NDArrays.where(mask, after.h(), state.h()),
                                    NDArrays.where(mask, after.c(), state.c()));
                }
                after.attach(scope);
                state = after;
            }
            outputs.add(state.h());
        }
        return new Output(NDArrays.stack(outputs), state);
    }

    private RecurrentState step(NDArray fromInput, RecurrentState state) {
        NDArray fromState =
                Linear.linear(
                                state.h(),
                                layers.array(CORE + "weight_hh_l0"),
                                layers.array(CORE + "bias_hh_l0"))
                        .singletonOrThrow();
        fromState.attach(fromInput.getManager());
        NDArray gates = fromInput.add(fromState);
        NDList parts = gates.split(GATES, 1);
        NDArray input = Activation.sigmoid(parts.get(0));
        NDArray forget = Activation.sigmoid(parts.get(1));
        NDArray cell = Activation.tanh(parts.get(2));
        NDArray output = Activation.sigmoid(parts.get(3));
        NDArray c = forget.mul(state.c()).add(input.mul(cell));
        return new RecurrentState(output.mul(Activation.tanh(c)), c);
    }

    private static RecurrentState zeroed(NDManager step, RecurrentState state, NDArray kept) {
        kept.attach(step);
        return new RecurrentState(kept.mul(state.h()), kept.mul(state.c()));
    }

    /** f32[T, B, 1], 0 where the state is zeroed before the step, else 1. */
    private static NDArray kept(NDManager scope, ByteBuffer firstOfEpisode, int steps, int rows) {
        float[] kept = new float[steps * rows];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = firstOfEpisode.get(firstOfEpisode.position() + i) == 0 ? 1 : 0;
        }
        return scope.create(kept, new Shape(steps, rows, 1));
    }

    private static boolean resetsWithin(ByteBuffer firstOfEpisode, int steps, int rows) {
        if (firstOfEpisode == null) {
            return false;
        }
        for (int i = rows; i < steps * rows; i++) {
            if (firstOfEpisode.get(firstOfEpisode.position() + i) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Booleans [T, B, 1], true where a step is within its row's length. */
    private static NDArray valid(NDManager scope, int[] lengths, int steps) {
        NDArray step = scope.arange(0, steps, 1, DataType.INT32).reshape(steps, 1, 1);
        return step.lt(scope.create(lengths).reshape(1, lengths.length, 1));
    }
}
