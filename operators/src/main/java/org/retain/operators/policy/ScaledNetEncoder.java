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
 * Encodes screens for a ScaledNet. On the CPU the first convolutions are looked up in Java, unless
 * several scalars are to be differentiated; all else is PyTorch's. The features follow each other
 * as in the reference: message, bottom lines, map, previous action, window around the cursor.
 */
final class ScaledNetEncoder implements Encoder {

    /** Activations of so many frames stay in the processor's cache; a frame's map is 215 KB. */
    private static final int CHUNK = 64;

    private final Layers layers;
    private final boolean sumsInJava;
    private final int actions;
    private final MessageEncoder message;
    private final BottomLineEncoder bottomLine;
    private final MapEncoder map;
    private final CropEncoder crop;

    /**
     * An encoder.
     *
     * @param sumsInJava false: PyTorch looks characters up, wherever the arrays lie
     */
    ScaledNetEncoder(NDManager manager, Layers layers, int actions, boolean sumsInJava) {
        this.layers = layers;
        this.sumsInJava = sumsInJava;
        this.actions = actions;
        message = new MessageEncoder(manager, layers);
        bottomLine = new BottomLineEncoder(layers);
        map = new MapEncoder(layers);
        crop = new CropEncoder(manager, layers);
    }

    @Override
    public NDArray encode(NDManager scope, Observations observations, int frames) {
        Screens screens = Encoder.screens(observations);
        if (frames <= CHUNK || layers.encoderTrainable()) {
            return encode(scope, screens, 0, frames);
        }
        List<NDArray> parts = new ArrayList<>();
        for (int start = 0; start < frames; start += CHUNK) {
            try (NDManager part = scope.newSubManager()) {
                NDArray encoded = encode(part, screens, start, Math.min(start + CHUNK, frames));
                encoded.attach(scope);
                parts.add(encoded);
            }
        }
        return NDArrays.concat(new NDList(parts));
    }

    private NDArray encode(NDManager scope, Screens screens, int from, int to) {
        NDArray chars = plane(scope, screens.chars(), DataType.UINT8, from, to);
        boolean inJava = sumsInJava && !Autograd.recordsRepeatably();
        NDList convolved =
                inJava
                        ? convolvedInJava(scope, screens, from, to)
                        : convolvedOnTorch(scope, screens, chars, from, to);
        NDArray actionsBefore =
                NativeArrays.copy(
                        scope, from(screens.previousActions(), from), DataType.UINT8, to - from);
        NDArray features =
                NDArrays.concat(
                        new NDList(
                                message.encode(chars),
                                bottomLine.encode(chars),
                                map.encode(convolved.get(0)),
                                actionsBefore.oneHot(actions),
                                crop.encode(convolved.get(1))),
                        1);
        NDArray first = Activation.relu(layers.linear(features, FUSION + 0));
        return Activation.relu(layers.linear(first, FUSION + 2));
    }

    /** What the first convolutions of map and window give, f32[N, 16, 21, 80] and [N, 16, 9, 9]. */
    private NDList convolvedInJava(NDManager scope, Screens screens, int from, int to) {
        Autograd recording = Autograd.recording();
        return new NDList(
                convolution(scope, MapEncoder.FIRST, MapCells.map(screens, from, to), recording),
                convolution(
                        scope, CropEncoder.FIRST, MapCells.window(screens, from, to), recording));
    }

    private NDArray convolution(
            NDManager scope, String layer, GlyphGrid cells, Autograd recording) {
        return GlyphConvolution.of(
                        scope,
                        new GlyphProducts.Tables(
                                layers.array(CHARACTER_EMBEDDING + "weight"),
                                layers.array(COLOR_EMBEDDING + "weight"),
                                layers.array(layer + ".weight"),
                                layers.array(layer + ".bias")),
                        cells,
                        recording)
                .transpose(0, 3, 1, 2);
    }

    private NDList convolvedOnTorch(
            NDManager scope, Screens screens, NDArray chars, int from, int to) {
        NDArray mapChars = mapRows(chars);
        NDArray mapColors = mapRows(plane(scope, screens.colors(), DataType.INT8, from, to));
        CropEncoder.Window window = crop.window(cursor(scope, screens.cursor(), from, to));
        return new NDList(
                layers.convolution2d(
                        embed(mapChars, mapColors, MAP_ROWS, COLUMNS), MapEncoder.FIRST),
                layers.convolution2d(
                        embed(window.cut(mapChars), window.cut(mapColors), CROP, CROP),
                        CropEncoder.FIRST));
    }

    /** i32[N, 24, 80]. */
    private static NDArray plane(
            NDManager scope, ByteBuffer cells, DataType type, int from, int to) {
        return NativeArrays.copy(
                        scope, from(cells, from * ROWS * COLUMNS), type, to - from, ROWS, COLUMNS)
                .toType(DataType.INT32, false);
    }

    private static ByteBuffer from(ByteBuffer buffer, int offset) {
        return buffer.slice(buffer.position() + offset, buffer.remaining() - offset);
    }

    /** i32[N, 2]: DJL ends the process on i16. */
    private static NDArray cursor(NDManager scope, ByteBuffer cursor, int from, int to) {
        ShortBuffer shorts = cursor.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        int[] places = new int[2 * (to - from)];
        for (int i = 0; i < places.length; i++) {
            places[i] = shorts.get(2 * from + i);
        }
        return scope.create(places, new Shape(to - from, 2));
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
