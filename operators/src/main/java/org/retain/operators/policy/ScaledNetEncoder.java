package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.CHARACTER_EMBEDDING;
import static org.retain.operators.policy.ScaledNetParameters.COLOR_EMBEDDING;
import static org.retain.operators.policy.ScaledNetParameters.COLUMNS;
import static org.retain.operators.policy.ScaledNetParameters.CROP;
import static org.retain.operators.policy.ScaledNetParameters.FUSION;
import static org.retain.operators.policy.ScaledNetParameters.MAP_ROWS;
import static org.retain.operators.policy.ScaledNetParameters.ROWS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes screens for a ScaledNet. The features follow each other as in the reference: message,
 * bottom lines, map, previous action, window around the cursor.
 */
final class ScaledNetEncoder implements Encoder {

    /** Activations of so many frames stay in the processor's cache; a frame's map is 215 KB. */
    private static final int CHUNK = 64;

    private final Layers layers;
    private final int actions;
    private final MessageEncoder message;
    private final BottomLineEncoder bottomLine;
    private final MapEncoder map;
    private final CropEncoder crop;

    ScaledNetEncoder(NDManager manager, Layers layers, int actions) {
        this.layers = layers;
        this.actions = actions;
        message = new MessageEncoder(manager, layers);
        bottomLine = new BottomLineEncoder(layers);
        map = new MapEncoder(layers);
        crop = new CropEncoder(manager, layers);
    }

    @Override
    public NDArray encode(NDManager scope, Observations observations, int frames) {
        Screens screens = Encoder.screens(observations);
        NDList inputs =
                new NDList(
                        NativeArrays.copy(
                                scope, screens.chars(), DataType.UINT8, frames, ROWS, COLUMNS),
                        NativeArrays.copy(
                                scope, screens.colors(), DataType.INT8, frames, ROWS, COLUMNS),
                        cursor(scope, screens.cursor(), frames),
                        NativeArrays.copy(
                                scope, screens.previousActions(), DataType.UINT8, frames));
        if (frames <= CHUNK || layers.encoderTrainable()) {
            return encode(inputs);
        }
        List<NDArray> parts = new ArrayList<>();
        for (int start = 0; start < frames; start += CHUNK) {
            try (NDManager part = scope.newSubManager()) {
                NDList slice = new NDList();
                for (NDArray input : inputs) {
                    slice.add(input.get("{}:{}", start, Math.min(start + CHUNK, frames)));
                }
                slice.attach(part);
                NDArray encoded = encode(slice);
                encoded.attach(scope);
                parts.add(encoded);
            }
        }
        return NDArrays.concat(new NDList(parts));
    }

    private NDArray encode(NDList inputs) {
        NDArray chars = inputs.get(0).toType(DataType.INT32, false);
        NDArray mapChars = mapRows(chars);
        NDArray mapColors = mapRows(inputs.get(1).toType(DataType.INT32, false));
        CropEncoder.Window window = crop.window(inputs.get(2));
        NDArray features =
                NDArrays.concat(
                        new NDList(
                                message.encode(chars),
                                bottomLine.encode(chars),
                                map.encode(embed(mapChars, mapColors, MAP_ROWS, COLUMNS)),
                                inputs.get(3).oneHot(actions),
                                crop.encode(
                                        embed(
                                                window.cut(mapChars),
                                                window.cut(mapColors),
                                                CROP,
                                                CROP))),
                        1);
        NDArray first = Activation.relu(layers.linear(features, FUSION + 0));
        return Activation.relu(layers.linear(first, FUSION + 2));
    }

    /** i32[N, 2]: DJL ends the process on i16. */
    private static NDArray cursor(NDManager scope, ByteBuffer cursor, int frames) {
        ShortBuffer shorts = cursor.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        int[] places = new int[2 * frames];
        for (int i = 0; i < places.length; i++) {
            places[i] = shorts.get(i);
        }
        return scope.create(places, new Shape(frames, 2));
    }

    private static NDArray mapRows(NDArray plane) {
        return plane.get(":, 1:{}", 1 + MAP_ROWS).reshape(-1, (long) MAP_ROWS * COLUMNS);
    }

    /** Cells i32[N, height × width] as channels f32[N, 32, height, width]. */
    private NDArray embed(NDArray chars, NDArray colors, int height, int width) {
        NDArray cells =
                NDArrays.concat(
                        new NDList(
                                Layers.embed(chars, layers.array(CHARACTER_EMBEDDING + "weight")),
                                Layers.embed(colors, layers.array(COLOR_EMBEDDING + "weight"))),
                        2);
        return cells.reshape(-1, height, width, 2L * ScaledNetParameters.EMBEDDING)
                .transpose(0, 3, 1, 2);
    }
}
