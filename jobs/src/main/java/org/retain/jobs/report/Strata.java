package org.retain.jobs.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.retain.datasets.experiment.Measurement;

/**
 * Parts of the world and which of them are CLOSE, seen at once in fine-tuning, and which FAR
 * (Wołczyk et al., 2024, section 2).
 */
final class Strata {

    static final String DEPTH = "depth";
    static final String TURNS = "turns";

    private static final Map<String, String> SIDES =
            Map.of("dlvl 1", "CLOSE", "deeper", "FAR", "< 1000", "CLOSE", "> 2000", "FAR");

    private Strata() {}

    /** The strata in the order in which they come. */
    static Set<String> in(List<Measurement> measurements) {
        Set<String> strata = new LinkedHashSet<>();
        measurements.forEach(m -> strata.add(m.getStratum()));
        return strata;
    }

    /** What a figure of this stratum is called. */
    static String title(String kind, String stratum) {
        String side = SIDES.getOrDefault(stratum, "");
        String name =
                switch (kind) {
                    case DEPTH -> stratum.equals("deeper") ? "deeper levels" : stratum;
                    case TURNS -> "turn " + stratum;
                    default -> stratum;
                };
        return side.isEmpty() ? name : "%s: %s".formatted(side, name);
    }
}
