package org.retain.operators.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Widths of a ScaledNet: the recurrent NetHack policy of Tuyls et al. (2023) that reads nothing but
 * the terminal, with 32,931,352 parameters at {@link #FULL} width.
 *
 * @param message units over the message line
 * @param bottomLine units over the two bottom lines
 * @param map units over the map
 * @param fusion units that join all inputs, width of the encoder's output
 * @param core units of the LSTM
 * @param actions number of actions
 */
public record ScaledNetShape(
        int message, int bottomLine, int map, int fusion, int core, int actions)
        implements PolicyShape {

    /** The reference's widths. */
    public static final ScaledNetShape FULL = new ScaledNetShape(64, 128, 512, 1738, 1738, 121);

    private static final int MAX_WIDTH = 1 << 16;

    /** Checks that every width is positive and not absurd. */
    public ScaledNetShape {
        requireWidths(
                "ScaledNet", List.of(message, bottomLine, map, fusion, core), List.of(actions));
    }

    static void requireWidths(String network, List<Integer> widths, List<Integer> more) {
        for (int width : Stream.concat(widths.stream(), more.stream()).toList()) {
            if (width < 1 || width > MAX_WIDTH) {
                throw new IllegalArgumentException(
                        "Widths of a %s are 1 to %d, found %d among %s and %s"
                                .formatted(network, MAX_WIDTH, width, widths, more));
            }
        }
    }

    @Override
    public int encoding() {
        return fusion;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return ScaledNetParameters.of(this);
    }

    /**
     * The widths of the network whose arrays have these shapes. Only the axes that carry a width
     * are looked at.
     *
     * @throws InvalidWeightsException when an array that carries a width is missing
     */
    static ScaledNetShape infer(String file, Map<String, List<Integer>> shapes) {
        return new ScaledNetShape(
                firstAxis(file, shapes, ScaledNetParameters.MESSAGE + "0.weight"),
                firstAxis(file, shapes, ScaledNetParameters.BOTTOM_LINE_DENSE + "0.weight"),
                firstAxis(file, shapes, ScaledNetParameters.MAP_DENSE + "0.weight"),
                firstAxis(file, shapes, ScaledNetParameters.FUSION + "0.weight"),
                firstAxis(file, shapes, ScaledNetParameters.CORE + "weight_hh_l0")
                        / ScaledNetParameters.GATES,
                firstAxis(file, shapes, ScaledNetParameters.POLICY + "weight"));
    }

    private static int firstAxis(String file, Map<String, List<Integer>> shapes, String name) {
        return Axes.of(file, shapes, name, 0, "ScaledNet");
    }
}
