package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of an LSTM over T steps with its derivatives written out (Werbos, 1990): step by step go
 * only the products with the recurrent weights; those that give the weights' own gradients are one
 * product each over all steps. For wide layers that takes two thirds of the time of PyTorch's fused
 * kernel, which is faster for narrow ones.
 *
 * <p>Gates in PyTorch's order: input, forget, cell, output.
 */
final class LstmTape {

    private static final int GATES = ScaledNetParameters.GATES;

    private final NDManager scope;
    private final NDArray inputs;
    private final boolean inputsRecorded;
    private final NDArray inputWeights;
    private final NDArray recurrentWeights;
    private final List<NDArray> biases;
    private final List<NDArray[]> gates = new ArrayList<>();
    private final List<NDArray> cells = new ArrayList<>();
    private final List<NDArray> squashed = new ArrayList<>();
    private final NDList before = new NDList();
    private NDArray outputs;
    private RecurrentState last;

    /**
     * A run.
     *
     * @param inputs f32[T, B, F], which nothing else that is differentiated reads: what they were
     *     computed from is gone through once
     * @param inputsRecorded true when their gradients lead on to parameters (DJL's hasGradient is
     *     false for every array that was computed)
     * @param inputWeights f32[4H, F]
     * @param recurrentWeights f32[4H, H]
     * @param inputBias f32[4H]
     * @param recurrentBias f32[4H]
     */
    LstmTape(
            NDManager scope,
            NDArray inputs,
            boolean inputsRecorded,
            NDArray inputWeights,
            NDArray recurrentWeights,
            NDArray inputBias,
            NDArray recurrentBias) {
        this.scope = scope;
        this.inputs = inputs;
        this.inputsRecorded = inputsRecorded;
        this.inputWeights = inputWeights;
        this.recurrentWeights = recurrentWeights;
        biases = List.of(inputBias, recurrentBias);
    }

    /** Runs forward and adds the way back to what is being recorded. */
    LstmCore.Output run(RecurrentState initial, Autograd recording) {
        try (Autograd off = Autograd.off()) {
            forward(initial);
        }
        outputs.setRequiresGradient(true);
        recording.onBackward(this::backward);
        return new LstmCore.Output(outputs, last);
    }

    private void forward(RecurrentState initial) {
        int steps = (int) inputs.getShape().get(0);
        NDArray bias = own(biases.get(0).add(biases.get(1)));
        NDArray fromInputs = flat(inputs).matMul(inputWeights.transpose()).add(bias);
        fromInputs =
                fromInputs.reshape(steps, inputs.getShape().get(1), inputWeights.getShape().get(0));
        NDArray recurrent = own(recurrentWeights.transpose());
        NDArray h = initial.h();
        NDArray c = initial.c();
        NDList hidden = new NDList();
        for (int t = 0; t < steps; t++) {
            before.add(h);
            cells.add(c);
            NDList parts = fromInputs.get(t).addi(own(h.matMul(recurrent))).split(GATES, 1);
            NDArray[] gate = {
                Activation.sigmoid(parts.get(0)),
                Activation.sigmoid(parts.get(1)),
                Activation.tanh(parts.get(2)),
                Activation.sigmoid(parts.get(3))
            };
            gates.add(gate);
            c = gate[1].mul(c).addi(gate[0].mul(gate[2]));
            NDArray tanh = Activation.tanh(c);
            squashed.add(tanh);
            h = gate[3].mul(tanh);
            hidden.add(h);
        }
        outputs = NDArrays.stack(hidden);
        last = new RecurrentState(h, c);
    }

    private void backward() {
        NDArray fromLater = own(outputs.getGradient());
        int steps = gates.size();
        NDArray nextH = null;
        NDArray nextC = null;
        NDArray[] ofGates = new NDArray[steps];
        try (Autograd off = Autograd.off()) {
            for (int t = steps - 1; t >= 0; t--) {
                NDArray[] gate = gates.get(t);
                NDArray tanh = squashed.get(t);
                NDArray h = nextH == null ? fromLater.get(t) : fromLater.get(t).add(nextH);
                NDArray c = h.mul(gate[3]).mul(slopeOfTanh(tanh));
                c = nextC == null ? c : c.addi(nextC);
                ofGates[t] =
                        NDArrays.concat(
                                new NDList(
                                        c.mul(gate[2]).muli(slopeOfSigmoid(gate[0])),
                                        c.mul(cells.get(t)).muli(slopeOfSigmoid(gate[1])),
                                        c.mul(gate[0]).muli(slopeOfTanh(gate[2])),
                                        h.mul(tanh).muli(slopeOfSigmoid(gate[3]))),
                                1);
                nextC = c.mul(gate[1]);
                nextH = t == 0 ? null : ofGates[t].matMul(recurrentWeights);
            }
        }
        propagate(flat(NDArrays.stack(new NDList(ofGates))));
    }

    /** Gradients of weights, biases and inputs from those of the gates, f32[T × B, 4H]. */
    private void propagate(NDArray ofGates) {
        NDArray transposed;
        NDArray ofInputWeights;
        NDArray ofRecurrentWeights;
        NDArray ofBias;
        NDArray ofInputs;
        try (Autograd off = Autograd.off()) {
            transposed = ofGates.transpose();
            ofInputWeights = transposed.matMul(flat(inputs));
            ofRecurrentWeights = transposed.matMul(flat(NDArrays.stack(before)));
            ofBias = ofGates.sum(new int[] {0});
            ofInputs =
                    inputsRecorded ? ofGates.matMul(inputWeights).reshape(inputs.getShape()) : null;
        }
        Autograd.propagate(inputWeights, ofInputWeights);
        Autograd.propagate(recurrentWeights, ofRecurrentWeights);
        for (NDArray bias : biases) {
            Autograd.propagate(bias, ofBias);
        }
        if (ofInputs != null) {
            Autograd.propagate(inputs, ofInputs);
        }
    }

    private NDArray flat(NDArray array) {
        return own(array.reshape(-1, array.getShape().get(2)));
    }

    private NDArray own(NDArray array) {
        array.attach(scope);
        return array;
    }

    private static NDArray slopeOfSigmoid(NDArray value) {
        return value.sub(value.square());
    }

    private static NDArray slopeOfTanh(NDArray value) {
        return value.square().subi(1).negi();
    }
}
