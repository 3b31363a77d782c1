package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.stream.IntStream;

/** Encodes screens for a small net: counts and looks up in Java, multiplies on PyTorch. */
final class SmallNetEncoder implements Encoder {

    private static final int CELLS = Screens.ROWS * Screens.COLUMNS;
    private static final int PLACES = 3;

    /** Frames that one core does before it takes others. */
    private static final int PART = 32;

    private static final int COLOR_MASK = SmallNetParameters.COLORS - 1;

    /** A message's vectors are added up; this keeps their sum near the size of one. */
    private static final float MESSAGE_SCALE = 0.25f;

    private final Layers layers;
    private final int actions;
    private final ScratchBuffer words = new ScratchBuffer();
    private final ScratchBuffer characters = new ScratchBuffer();
    private final ScratchBuffer shades = new ScratchBuffer();
    private final ScratchBuffer blocks = new ScratchBuffer();
    private final ScratchBuffer numbers = new ScratchBuffer();
    private final ScratchBuffer places = new ScratchBuffer();

    SmallNetEncoder(Layers layers, int actions) {
        this.layers = layers;
        this.actions = actions;
    }

    @Override
    public NDArray encode(NDManager scope, Observations observations, int frames) {
        NDList features = features(scope, Encoder.screens(observations), frames);
        NDArray message =
                layers.linear(
                        Layers.elu(
                                Scalars.mul(
                                        embed(features.get(0), SmallNetParameters.WORDS)
                                                .sum(new int[] {1}),
                                        MESSAGE_SCALE)),
                        SmallNetParameters.MESSAGE);
        NDArray window =
                embed(features.get(1), SmallNetParameters.CROP_CHARACTERS)
                        .add(embed(features.get(2), SmallNetParameters.CROP_COLORS))
                        .reshape(
                                frames,
                                ScreenWindow.SIZE,
                                ScreenWindow.SIZE,
                                SmallNetParameters.GLYPH)
                        .transpose(0, 3, 1, 2);
        window = Layers.elu(layers.unpadded2d(window, SmallNetParameters.CROP_FIRST));
        window = Layers.elu(layers.unpadded2d(window, SmallNetParameters.CROP_SECOND));
        window = layers.linear(window.reshape(frames, -1), SmallNetParameters.CROP_DENSE);
        NDArray map =
                layers.linear(
                        features.get(3).toType(DataType.FLOAT32, false), SmallNetParameters.MAP);
        NDArray bottom = layers.linear(features.get(4), SmallNetParameters.BOTTOM);
        NDArray joined =
                NDArrays.concat(
                        new NDList(
                                Layers.elu(
                                        NDArrays.concat(
                                                new NDList(message, window, map, bottom), 1)),
                                embed(
                                        column(features.get(5), 0),
                                        SmallNetParameters.PREVIOUS_ACTION),
                                embed(column(features.get(5), 1), SmallNetParameters.CURSOR_ROWS),
                                embed(
                                        column(features.get(5), 2),
                                        SmallNetParameters.CURSOR_COLUMNS)),
                        1);
        return Activation.relu(layers.linear(joined, SmallNetParameters.FUSION));
    }

    private NDArray embed(NDArray indices, String table) {
        return Layers.embed(indices, layers.array(table));
    }

    private static NDArray column(NDArray places, int column) {
        return places.get(":, " + column);
    }

    /** words, characters, colours, blocks, numbers, and previous action with cursor. */
    private NDList features(NDManager scope, Screens screens, int frames) {
        ByteBuffer wordBytes = words.of(frames * MessageWords.SLOTS * Integer.BYTES);
        ByteBuffer characterBytes = characters.of(frames * ScreenWindow.CELLS * Integer.BYTES);
        ByteBuffer shadeBytes = shades.of(frames * ScreenWindow.CELLS * Integer.BYTES);
        ByteBuffer blockBytes = blocks.of(frames * MapBlocks.FEATURES);
        ByteBuffer numberBytes = numbers.of(frames * StatusLines.FEATURES * Float.BYTES);
        ByteBuffer placeBytes = places.of(frames * PLACES * Integer.BYTES);
        fill(
                screens,
                frames,
                wordBytes.asIntBuffer(),
                characterBytes.asIntBuffer(),
                shadeBytes.asIntBuffer(),
                blockBytes.duplicate(),
                numberBytes.asFloatBuffer(),
                placeBytes.asIntBuffer());
        return new NDList(
                NativeArrays.copy(scope, wordBytes, DataType.INT32, frames, MessageWords.SLOTS),
                NativeArrays.copy(
                        scope, characterBytes, DataType.INT32, frames, ScreenWindow.CELLS),
                NativeArrays.copy(scope, shadeBytes, DataType.INT32, frames, ScreenWindow.CELLS),
                NativeArrays.copy(scope, blockBytes, DataType.UINT8, frames, MapBlocks.FEATURES),
                NativeArrays.copy(
                        scope, numberBytes, DataType.FLOAT32, frames, StatusLines.FEATURES),
                NativeArrays.copy(scope, placeBytes, DataType.INT32, frames, PLACES));
    }

    /** Fills the features of all frames, some frames on each core. */
    private void fill(
            Screens screens,
            int frames,
            IntBuffer words,
            IntBuffer characters,
            IntBuffer shades,
            ByteBuffer blocks,
            FloatBuffer numbers,
            IntBuffer places) {
        clear(blocks.duplicate());
        IntStream.range(0, (frames + PART - 1) / PART)
                .parallel()
                .forEach(
                        part -> {
                            int first = part * PART;
                            fill(
                                    screens,
                                    first,
                                    Math.min(frames, first + PART),
                                    words.duplicate().position(first * MessageWords.SLOTS),
                                    characters.duplicate().position(first * ScreenWindow.CELLS),
                                    shades.duplicate().position(first * ScreenWindow.CELLS),
                                    blocks.duplicate().position(first * MapBlocks.FEATURES),
                                    numbers.duplicate().position(first * StatusLines.FEATURES),
                                    places.duplicate().position(first * PLACES));
                        });
    }

    private void fill(
            Screens screens,
            int first,
            int end,
            IntBuffer words,
            IntBuffer characters,
            IntBuffer shades,
            ByteBuffer blocks,
            FloatBuffer numbers,
            IntBuffer places) {
        byte[] chars = new byte[CELLS];
        byte[] colors = new byte[CELLS];
        ByteBuffer cursor = screens.cursor().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer previous = screens.previousActions();
        for (int frame = first; frame < end; frame++) {
            screens.chars().get(screens.chars().position() + frame * CELLS, chars);
            screens.colors().get(screens.colors().position() + frame * CELLS, colors);
            int at = cursor.position() + frame * 2 * Short.BYTES;
            int row = clip(cursor.getShort(at), Screens.ROWS);
            int column = clip(cursor.getShort(at + Short.BYTES), Screens.COLUMNS);
            MessageWords.put(chars, words);
            ScreenWindow.put(chars, row, column, 0xFF, characters);
            ScreenWindow.put(colors, row, column, COLOR_MASK, shades);
            MapBlocks.put(chars, colors, row, column, blocks);
            StatusLines.put(chars, numbers);
            places.put(clip(previous.get(previous.position() + frame) & 0xFF, actions));
            places.put(row).put(column);
        }
    }

    private static void clear(ByteBuffer buffer) {
        while (buffer.remaining() >= Long.BYTES) {
            buffer.putLong(0);
        }
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
        }
    }

    private static int clip(int value, int bound) {
        return Math.max(0, Math.min(bound - 1, value));
    }
}
