package org.retain.operators.memory;

import java.io.Serializable;
import java.util.TreeMap;

/**
 * How likely a draw falls on each stratum: in proportion to the weights of those that hold items.
 *
 * <p>{@code proportional}: a stratum weighs its items, so that every item of the shard is equally
 * likely. {@code balanced}: every stratum weighs the same. {@code 1:0.5,2:1,*:0.1}: as given,
 * {@code *} for all others, which weigh 0 without it. Strata of weight 0 are never drawn.
 */
final class StratumWeights implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String PROPORTIONAL = "proportional";
    private static final String BALANCED = "balanced";
    private static final String OTHERS = "*";

    private final boolean proportional;
    private final TreeMap<String, Double> weights;
    private final double others;

    private StratumWeights(boolean proportional, TreeMap<String, Double> weights, double others) {
        this.proportional = proportional;
        this.weights = weights;
        this.others = others;
    }

    /**
     * Reads weights.
     *
     * @throws IllegalArgumentException when the text is none of the three forms
     */
    static StratumWeights parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals(PROPORTIONAL) || trimmed.equals(BALANCED)) {
            return new StratumWeights(trimmed.equals(PROPORTIONAL), new TreeMap<>(), 1);
        }
        TreeMap<String, Double> weights = new TreeMap<>();
        for (String entry : trimmed.split(",", -1)) {
            int colon = entry.lastIndexOf(':');
            String stratum = colon < 0 ? "" : entry.substring(0, colon).trim();
            if (stratum.isEmpty()) {
                throw new IllegalArgumentException(
                        ("found '%s' in '%s', expected stratum:weight entries such as"
                                        + " 1:0.5,2:1,*:0.1, or %s, or %s")
                                .formatted(entry, text, PROPORTIONAL, BALANCED));
            }
            if (weights.put(stratum, weight(entry, entry.substring(colon + 1))) != null) {
                throw new IllegalArgumentException(
                        "found stratum %s twice in '%s', expected it once"
                                .formatted(stratum, text));
            }
        }
        if (weights.values().stream().allMatch(weight -> weight == 0)) {
            throw new IllegalArgumentException(
                    "found only zeros in '%s', expected a weight above 0, else nothing is drawn"
                            .formatted(text));
        }
        Double others = weights.remove(OTHERS);
        return new StratumWeights(false, weights, others == null ? 0 : others);
    }

    /** Weight of a stratum that holds this many items; 0 for one that holds none. */
    double weight(String stratum, int items) {
        if (items == 0) {
            return 0;
        }
        return proportional ? items : weights.getOrDefault(stratum, others);
    }

    private static double weight(String entry, String number) {
        double weight;
        try {
            weight = Double.parseDouble(number.trim());
        } catch (NumberFormatException e) {
            weight = Double.NaN;
        }
        if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "found '%s' as the weight in '%s', expected a number from 0"
                            .formatted(number, entry));
        }
        return weight;
    }
}
