package org.retain.operators.actor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCompressor;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.TensorSpec;

/** Observations as the environment shows them. */
final class ShownObservations implements ObservationRecord {

    private final Environment environment;
    private final int slot;
    private final TensorCompressor compressor;
    private final List<TensorSpec> specs;
    private final byte[][] data;

    /** Room for so many entries of a slot. */
    ShownObservations(Environment environment, int slot, TensorCompressor compressor, int entries) {
        this.environment = environment;
        this.slot = slot;
        this.compressor = compressor;
        specs = environment.spec().observations();
        data = new byte[specs.size()][];
        for (int i = 0; i < data.length; i++) {
            data[i] = new byte[entries * specs.get(i).bytes()];
        }
    }

    @Override
    public void shown(int entry) {
        for (int i = 0; i < data.length; i++) {
            int bytes = specs.get(i).bytes();
            environment.observation(i).get(slot * bytes, data[i], entry * bytes, bytes);
        }
    }

    @Override
    public void answered(int entry, int row) {}

    @Override
    public List<Tensor> tensors(int entries) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < data.length; i++) {
            TensorSpec tensor = specs.get(i);
            List<Integer> shape = new ArrayList<>();
            shape.add(entries);
            shape.addAll(tensor.shape());
            int bytes = entries * tensor.bytes();
            tensors.add(
                    compressor.pack(
                            tensor.name(),
                            tensor.type(),
                            shape,
                            bytes == data[i].length ? data[i] : Arrays.copyOf(data[i], bytes)));
        }
        return tensors;
    }
}
