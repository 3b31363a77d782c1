package org.retain.operators.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;

/** First values of a network's arrays, a function of names, shapes and seed alone. */
final class WeightsInitialisation {

    private WeightsInitialisation() {}

    static Map<String, SafetensorsEntry> initialise(List<ParameterSpec> specs, long seed) {
        Map<String, SafetensorsEntry> arrays = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            // An array's values depend on its own name, so that another width elsewhere in the
            // network leaves them alone.
            Random random = new Random(seed * 0x9E3779B97F4A7C15L + spec.name().hashCode());
            float[] values = initialise(spec, random);
            ByteBuffer data =
                    ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                            .order(ByteOrder.LITTLE_ENDIAN);
            data.asFloatBuffer().put(values);
            arrays.put(spec.name(), new SafetensorsEntry(SafetensorsType.F32, spec.shape(), data));
        }
        return arrays;
    }

    private static float[] initialise(ParameterSpec spec, Random random) {
        int size = Math.toIntExact(spec.size());
        float[] values = new float[size];
        switch (spec.role()) {
            case WEIGHT -> {
                int rows = spec.shape().get(0);
                return OrthogonalMatrix.random(rows, size / rows, random);
            }
            case EMBEDDING -> {
                for (int i = 0; i < size; i++) {
                    values[i] = (float) random.nextGaussian();
                }
            }
            case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1);
            case BIAS, RUNNING_MEAN -> {}
        }
        return values;
    }
}
