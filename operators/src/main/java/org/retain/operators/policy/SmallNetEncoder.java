package org.retain.operators.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Arrays;

/**
 * Encodes screens for a small net. Counts and looks up in Java; on the CPU the sums of table rows
 * too, unless several scalars are to be differentiated; multiplies on PyTorch.
 */
final class SmallNetEncoder implements Encoder {

    /** A message's vectors are added up; this keeps their sum near the size of one. */
    private static final float MESSAGE_SCALE = 0.25f;

    private static final GlyphGrid.Size WINDOW =
            new GlyphGrid.Size(ScreenWindow.SIZE, ScreenWindow.SIZE, 0);

    private final Layers layers;
    private final boolean sumsInJava;
    private final int actions;
    private final SmallNetFeatures playing;

    /**
     * An encoder.
     *
     * @param sumsInJava false: PyTorch adds table rows up, wherever the arrays lie
     */
    SmallNetEncoder(Layers layers, int actions, boolean sumsInJava) {
        this.layers = layers;
        this.sumsInJava = sumsInJava;
        this.actions = actions;
        playing = new SmallNetFeatures(actions);
    }

    @Override
    public NDArray encode(NDManager scope, Observations observations, int frames) {
        Autograd recording = Autograd.recording();
        // The way back reads them again, when other frames may have come.
        SmallNetFeatures features = recording == null ? playing : new SmallNetFeatures(actions);
        features.read(Encoder.screens(observations), frames);
        boolean inJava = sumsInJava && !Autograd.recordsRepeatably();
        NDArray words =
                inJava
                        ? wordsInJava(scope, features, frames, recording)
                        : wordsOnTorch(scope, features, frames);
        NDArray window =
                inJava
                        ? windowInJava(scope, features, frames, recording)
                        : windowOnTorch(scope, features, frames);
        NDArray blocks =
                inJava
                        ? blocksInJava(scope, features, frames, recording)
                        : blocksOnTorch(scope, features, frames);
        NDArray numbers =
                NativeArrays.of(
                        scope,
                        Arrays.copyOf(features.numbers(), frames * StatusLines.FEATURES),
                        frames,
                        StatusLines.FEATURES);
        NDArray message = layers.linear(Layers.elu(words), SmallNetParameters.MESSAGE);
        window = Layers.elu(window);
        window = Layers.elu(layers.unpadded2d(window, SmallNetParameters.CROP_SECOND));
        window = layers.linear(window.reshape(frames, -1), SmallNetParameters.CROP_DENSE);
        NDArray map = blocks.add(layers.array(SmallNetParameters.MAP + ".bias"));
        NDArray bottom = layers.linear(numbers, SmallNetParameters.BOTTOM);
        NDArray joined =
                NDArrays.concat(
                        new NDList(
                                Layers.elu(
                                        NDArrays.concat(
                                                new NDList(message, window, map, bottom), 1)),
                                embed(
                                        ints(scope, features.actions(), frames),
                                        SmallNetParameters.PREVIOUS_ACTION),
                                embed(
                                        ints(scope, features.rows(), frames),
                                        SmallNetParameters.CURSOR_ROWS),
                                embed(
                                        ints(scope, features.columns(), frames),
                                        SmallNetParameters.CURSOR_COLUMNS)),
                        1);
        return Activation.relu(layers.linear(joined, SmallNetParameters.FUSION));
    }

    private NDArray wordsInJava(
            NDManager scope, SmallNetFeatures features, int frames, Autograd recording) {
        int[] words = features.words();
        return TableSum.of(
                scope,
                layers.array(SmallNetParameters.WORDS),
                (frame, target) -> {
                    System.arraycopy(
                            words, frame * MessageWords.SLOTS, target, 0, MessageWords.SLOTS);
                    return MessageWords.SLOTS;
                },
                frames,
                MESSAGE_SCALE,
                recording);
    }

    private NDArray wordsOnTorch(NDManager scope, SmallNetFeatures features, int frames) {
        NDArray indices =
                ints(scope, features.words(), frames * MessageWords.SLOTS)
                        .reshape(frames, MessageWords.SLOTS);
        return Scalars.mul(
                embed(indices, SmallNetParameters.WORDS).sum(new int[] {1}), MESSAGE_SCALE);
    }

    /** f32[N, channels, 7, 7]. */
    private NDArray windowInJava(
            NDManager scope, SmallNetFeatures features, int frames, Autograd recording) {
        GlyphGrid grid =
                new GlyphGrid(
                        WINDOW,
                        features.characters(),
                        features.colors(),
                        SmallNetParameters.COLORS,
                        frames);
        NDArray window =
                GlyphConvolution.of(
                        scope,
                        new GlyphProducts.Tables(
                                layers.array(SmallNetParameters.CROP_CHARACTERS),
                                layers.array(SmallNetParameters.CROP_COLORS),
                                layers.array(SmallNetParameters.CROP_FIRST + ".weight"),
                                layers.array(SmallNetParameters.CROP_FIRST + ".bias")),
                        grid,
                        recording);
        return window.transpose(0, 3, 1, 2);
    }

    private NDArray windowOnTorch(NDManager scope, SmallNetFeatures features, int frames) {
        int cells = frames * ScreenWindow.CELLS;
        NDArray embedded =
                embed(ints(scope, features.characters(), cells), SmallNetParameters.CROP_CHARACTERS)
                        .add(
                                embed(
                                        ints(scope, features.colors(), cells),
                                        SmallNetParameters.CROP_COLORS))
                        .reshape(
                                frames,
                                ScreenWindow.SIZE,
                                ScreenWindow.SIZE,
                                SmallNetParameters.GLYPH)
                        .transpose(0, 3, 1, 2);
        return layers.unpadded2d(embedded, SmallNetParameters.CROP_FIRST);
    }

    private NDArray blocksInJava(
            NDManager scope, SmallNetFeatures features, int frames, Autograd recording) {
        long[] flags = features.blocks();
        return TableSum.of(
                scope,
                layers.array(SmallNetParameters.MAP + ".weight"),
                (frame, target) -> MapBlocks.list(flags, frame * MapBlocks.WORDS, target),
                frames,
                1,
                recording);
    }

    private NDArray blocksOnTorch(NDManager scope, SmallNetFeatures features, int frames) {
        float[] flags = new float[frames * MapBlocks.FEATURES];
        int[] set = new int[MapBlocks.FEATURES];
        for (int frame = 0; frame < frames; frame++) {
            int count = MapBlocks.list(features.blocks(), frame * MapBlocks.WORDS, set);
            for (int i = 0; i < count; i++) {
                flags[frame * MapBlocks.FEATURES + set[i]] = 1;
            }
        }
        return NativeArrays.of(scope, flags, frames, MapBlocks.FEATURES)
                .matMul(layers.array(SmallNetParameters.MAP + ".weight"));
    }

    private NDArray embed(NDArray indices, String table) {
        return Layers.embed(indices, layers.array(table));
    }

    private static NDArray ints(NDManager scope, int[] values, int count) {
        return scope.create(Arrays.copyOf(values, count), new Shape(count));
    }
}
