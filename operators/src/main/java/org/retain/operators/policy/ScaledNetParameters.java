package org.retain.operators.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retain.operators.policy.ParameterSpec.Role;

/** Names and shapes of a ScaledNet's arrays. Convolution and channel sizes are the reference's. */
final class ScaledNetParameters {

    static final int ROWS = 24;
    static final int COLUMNS = 80;
    static final int MAP_ROWS = 21;
    static final int CHARACTERS = 256;
    static final int COLORS = 128;
    static final int EMBEDDING = 16;
    static final int CROP = 9;
    static final int GATES = 4;
    static final int STAGES = 2;
    static final int BLOCKS = 2;

    /** What the names of all arrays before the core begin with. */
    static final String ENCODER = "encoder.";

    static final String MESSAGE = "encoder.topline_encoder.msg_fwd.";
    static final String BOTTOM_LINE = "encoder.bottomline_encoder.conv_net.";
    static final String BOTTOM_LINE_DENSE = "encoder.bottomline_encoder.fwd_net.";
    static final String CHARACTER_EMBEDDING = "encoder.screen_encoder.char_embeddings.";
    static final String COLOR_EMBEDDING = "encoder.screen_encoder.color_embeddings.";
    static final String MAP = "encoder.screen_encoder.conv_net.";
    static final String MAP_DENSE = "encoder.screen_encoder.fc_head.";
    static final String CROP_LAYERS = "encoder.extract_crop_representation.";
    static final String FUSION = "encoder.fc.";
    static final String CORE = "core.";
    static final String POLICY = "policy.";
    static final String VALUE = "value.";

    /** Output channels of the crop's convolutions. */
    static final int[] CROP_CHANNELS = {16, 16, 16, 16, 8};

    /** Output channels of each stage over the map. */
    static final int[] MAP_CHANNELS = {16, 32};

    private static final int BOTTOM_LINE_FEATURES = 64 * 36;
    private static final int MAP_FEATURES = 32 * 4 * 19;

    private final List<ParameterSpec> specs = new ArrayList<>();

    private ScaledNetParameters() {}

    static List<ParameterSpec> of(ScaledNetShape shape) {
        ScaledNetParameters all = new ScaledNetParameters();
        all.affine(MESSAGE + 0, shape.message(), COLUMNS * CHARACTERS);
        all.affine(MESSAGE + 2, shape.message(), shape.message());
        all.affine(BOTTOM_LINE + 0, 32, 2, 8);
        all.affine(BOTTOM_LINE + 2, 64, 32, 4);
        all.affine(BOTTOM_LINE_DENSE + 0, shape.bottomLine(), BOTTOM_LINE_FEATURES);
        all.affine(BOTTOM_LINE_DENSE + 2, shape.bottomLine(), shape.bottomLine());
        all.add(CHARACTER_EMBEDDING + "weight", Role.EMBEDDING, CHARACTERS, EMBEDDING);
        all.add(COLOR_EMBEDDING + "weight", Role.EMBEDDING, COLORS, EMBEDDING);
        all.map();
        all.affine(MAP_DENSE + 0, shape.map(), MAP_FEATURES);
        int cropChannels = 2 * EMBEDDING;
        for (int i = 0; i < CROP_CHANNELS.length; i++) {
            all.normalisedConvolution(CROP_LAYERS, 3 * i, CROP_CHANNELS[i], cropChannels);
            cropChannels = CROP_CHANNELS[i];
        }
        int features =
                shape.message()
                        + shape.bottomLine()
                        + shape.map()
                        + cropChannels * CROP * CROP
                        + shape.actions();
        all.affine(FUSION + 0, shape.fusion(), features);
        all.affine(FUSION + 2, shape.fusion(), shape.fusion());
        all.add(CORE + "weight_ih_l0", Role.WEIGHT, GATES * shape.core(), shape.fusion());
        all.add(CORE + "weight_hh_l0", Role.WEIGHT, GATES * shape.core(), shape.core());
        all.add(CORE + "bias_ih_l0", Role.BIAS, GATES * shape.core());
        all.add(CORE + "bias_hh_l0", Role.BIAS, GATES * shape.core());
        all.affine("policy", shape.actions(), shape.core());
        all.affine("value", 1, shape.core());
        return List.copyOf(all.specs);
    }

    /** True for constants of the reference's files that say nothing about the network. */
    static boolean isConstant(String name) {
        return name.endsWith(".num_batches_tracked")
                || name.equals("encoder.crop.width_grid")
                || name.equals("encoder.crop.height_grid");
    }

    private void map() {
        int channels = 2 * EMBEDDING;
        for (int stage = 0; stage < STAGES; stage++) {
            String prefix = MAP + stage + ".";
            affine(prefix + 0, MAP_CHANNELS[stage], channels, 3, 3);
            channels = MAP_CHANNELS[stage];
            for (int block = 0; block < BLOCKS; block++) {
                String residual = prefix + (2 + block) + ".net.";
                normalisedConvolution(residual, 0, channels, channels);
                normalisedConvolution(residual, 3, channels, channels);
            }
        }
    }

    private void normalisedConvolution(String prefix, int layer, int outputs, int inputs) {
        affine(prefix + layer, outputs, inputs, 3, 3);
        String norm = prefix + (layer + 1) + ".";
        add(norm + "weight", Role.SCALE, outputs);
        add(norm + "bias", Role.BIAS, outputs);
        add(norm + "running_mean", Role.RUNNING_MEAN, outputs);
        add(norm + "running_var", Role.RUNNING_VARIANCE, outputs);
    }

    private void affine(String prefix, int... weight) {
        add(prefix + ".weight", Role.WEIGHT, weight);
        add(prefix + ".bias", Role.BIAS, weight[0]);
    }

    private void add(String name, Role role, int... shape) {
        specs.add(new ParameterSpec(name, Arrays.stream(shape).boxed().toList(), role));
    }
}
