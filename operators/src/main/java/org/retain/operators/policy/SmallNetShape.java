package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.CORE;
import static org.retain.operators.policy.ScaledNetParameters.GATES;

import java.util.List;
import java.util.Map;

/**
 * Widths of a small recurrent NetHack policy for machines without GPU: words of the message line,
 * the 9×9 cells around the cursor, what lies further away in blocks of 3×3 cells, the numbers of
 * the bottom lines, cursor and previous action, joined by one layer; an LSTM; heads over the LSTM's
 * output and its input.
 *
 * @param message units over the message line
 * @param map units over the blocks of the map
 * @param fusion units that join all inputs
 * @param core units of the LSTM
 * @param actions number of actions
 */
public record SmallNetShape(int message, int map, int fusion, int core, int actions)
        implements PolicyShape {

    /** What the command line calls small. */
    public static final SmallNetShape DEFAULT = new SmallNetShape(64, 128, 256, 256, 121);

    /** Checks that every width is positive and not absurd. */
    public SmallNetShape {
        ScaledNetShape.requireWidths(
                "small net", List.of(message, map, fusion, core), List.of(actions));
    }

    @Override
    public int encoding() {
        return fusion;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return SmallNetParameters.of(this);
    }

    static boolean recognises(Map<String, List<Integer>> shapes) {
        return shapes.containsKey(SmallNetParameters.WORDS);
    }

    static SmallNetShape infer(String file, Map<String, List<Integer>> shapes) {
        return new SmallNetShape(
                axis(file, shapes, SmallNetParameters.WORDS, 1),
                axis(file, shapes, SmallNetParameters.MAP + ".weight", 1),
                axis(file, shapes, SmallNetParameters.FUSION + ".weight", 0),
                axis(file, shapes, CORE + "weight_hh_l0", 0) / GATES,
                axis(file, shapes, "policy.weight", 0));
    }

    private static int axis(String file, Map<String, List<Integer>> shapes, String name, int axis) {
        return Axes.of(file, shapes, name, axis, "small net");
    }
}
