package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.CHARACTERS;
import static org.retain.operators.policy.ScaledNetParameters.CORE;
import static org.retain.operators.policy.ScaledNetParameters.GATES;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retain.operators.policy.ParameterSpec.Role;

/** Names and shapes of a small net's arrays. */
final class SmallNetParameters {

    static final int GLYPH = 24;
    static final int COLORS = 16;
    static final int CROP_CHANNELS = 32;
    static final int CROP_FEATURES = 128;
    static final int BOTTOM_FEATURES = 32;
    static final int ACTION_FEATURES = 32;
    static final int CURSOR_FEATURES = 8;

    static final String WORDS = "encoder.message.words.weight";
    static final String MESSAGE = "encoder.message.1";
    static final String CROP_CHARACTERS = "encoder.window.characters.weight";
    static final String CROP_COLORS = "encoder.window.colors.weight";
    static final String CROP_FIRST = "encoder.window.1";
    static final String CROP_SECOND = "encoder.window.2";
    static final String CROP_DENSE = "encoder.window.3";
    static final String MAP = "encoder.blocks";
    static final String BOTTOM = "encoder.bottom.1";
    static final String PREVIOUS_ACTION = "encoder.previous_action.weight";
    static final String CURSOR_ROWS = "encoder.cursor.rows.weight";
    static final String CURSOR_COLUMNS = "encoder.cursor.columns.weight";
    static final String FUSION = "encoder.fusion.1";

    private final List<ParameterSpec> specs = new ArrayList<>();

    private SmallNetParameters() {}

    static List<ParameterSpec> of(SmallNetShape shape) {
        SmallNetParameters all = new SmallNetParameters();
        all.add(WORDS, Role.EMBEDDING, MessageWords.VOCABULARY, shape.message());
        all.affine(MESSAGE, shape.message(), shape.message());
        all.add(CROP_CHARACTERS, Role.EMBEDDING, CHARACTERS, GLYPH);
        all.add(CROP_COLORS, Role.EMBEDDING, COLORS, GLYPH);
        all.affine(CROP_FIRST, CROP_CHANNELS, GLYPH, 3, 3);
        all.affine(CROP_SECOND, CROP_CHANNELS, CROP_CHANNELS, 3, 3);
        int pooled = (ScreenWindow.SIZE - 4) * (ScreenWindow.SIZE - 4);
        all.affine(CROP_DENSE, CROP_FEATURES, CROP_CHANNELS * pooled);
        all.add(MAP + ".weight", Role.WEIGHT, MapBlocks.FEATURES, shape.map());
        all.add(MAP + ".bias", Role.BIAS, shape.map());
        all.affine(BOTTOM, BOTTOM_FEATURES, StatusLines.FEATURES);
        all.add(PREVIOUS_ACTION, Role.EMBEDDING, shape.actions(), ACTION_FEATURES);
        all.add(CURSOR_ROWS, Role.EMBEDDING, Screens.ROWS, CURSOR_FEATURES);
        all.add(CURSOR_COLUMNS, Role.EMBEDDING, Screens.COLUMNS, CURSOR_FEATURES);
        int features =
                shape.message()
                        + CROP_FEATURES
                        + shape.map()
                        + BOTTOM_FEATURES
                        + ACTION_FEATURES
                        + 2 * CURSOR_FEATURES;
        all.affine(FUSION, shape.fusion(), features);
        all.add(CORE + "weight_ih_l0", Role.WEIGHT, GATES * shape.core(), shape.fusion());
        all.add(CORE + "weight_hh_l0", Role.WEIGHT, GATES * shape.core(), shape.core());
        all.add(CORE + "bias_ih_l0", Role.BIAS, GATES * shape.core());
        all.add(CORE + "bias_hh_l0", Role.BIAS, GATES * shape.core());
        all.affine("policy", shape.actions(), shape.core() + shape.fusion());
        all.affine("value", 1, shape.core() + shape.fusion());
        return List.copyOf(all.specs);
    }

    private void affine(String prefix, int... weight) {
        add(prefix + ".weight", Role.WEIGHT, weight);
        add(prefix + ".bias", Role.BIAS, weight[0]);
    }

    private void add(String name, Role role, int... shape) {
        specs.add(new ParameterSpec(name, Arrays.stream(shape).boxed().toList(), role));
    }
}
