package org.retain.jobs.report;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.retain.datasets.experiment.Measurement;
import org.retain.operators.evaluation.Stratum;

/**
 * Parts of the world and which of them are CLOSE, seen at once in fine-tuning, and which FAR
 * (Wołczyk et al., 2024, section 2).
 */
final class Strata {

    private Strata() {}

    /** The strata in the order in which they come. */
    static Set<String> in(List<Measurement> measurements) {
        Set<String> strata = new LinkedHashSet<>();
        measurements.forEach(m -> strata.add(m.getStratum()));
        return strata;
    }

    /** What a figure of this stratum is called. */
    static String title(String kind, String stratum) {
        String side = side(kind, stratum);
        String name =
                switch (kind) {
                    case Stratum.DEPTH -> stratum.equals("deeper") ? "deeper levels" : stratum;
                    case Stratum.TURNS -> "turn " + stratum;
                    default -> stratum;
                };
        return side.isEmpty() ? name : "%s: %s".formatted(side, name);
    }

    private static String side(String kind, String stratum) {
        return Arrays.stream(Stratum.values())
                .filter(known -> known.kind().equals(kind) && known.text().equals(stratum))
                .flatMap(known -> known.distance().stream())
                .map(Enum::name)
                .findFirst()
                .orElse("");
    }
}
