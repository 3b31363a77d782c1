package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StratumTest {

    @Test
    void turnsAndLevelsBelongToOneStratumOfEachKind() {
        assertThat(strata(1, 999)).containsExactly(Stratum.ALL, Stratum.FIRST_LEVEL, Stratum.EARLY);
        assertThat(strata(2, 1000)).containsExactly(Stratum.ALL, Stratum.DEEPER, Stratum.MIDDLE);
        assertThat(strata(50, 2000)).containsExactly(Stratum.ALL, Stratum.DEEPER, Stratum.MIDDLE);
        assertThat(strata(1, 2001)).containsExactly(Stratum.ALL, Stratum.FIRST_LEVEL, Stratum.LATE);
    }

    @Test
    void whatIsNotKnownBelongsToNone() {
        assertThat(strata(-1, -1)).containsExactly(Stratum.ALL);
        assertThat(strata(-1, 5)).containsExactly(Stratum.ALL, Stratum.EARLY);
    }

    @Test
    void noStratumHoldsWhatIsNoStep() {
        assertThat(Arrays.stream(Stratum.values()).filter(stratum -> stratum.in(0))).isEmpty();
    }

    @Test
    void eachKindHasACloseAndAFarStratum() {
        for (String kind : List.of(Stratum.DEPTH, Stratum.TURNS)) {
            assertThat(Stratum.values())
                    .filteredOn(stratum -> stratum.kind().equals(kind))
                    .flatExtracting(stratum -> stratum.distance().stream().toList())
                    .containsExactly(Stratum.Distance.CLOSE, Stratum.Distance.FAR);
        }
    }

    private static List<Stratum> strata(int level, int turn) {
        int set = Stratum.set(level, turn);
        return Arrays.stream(Stratum.values()).filter(stratum -> stratum.in(set)).toList();
    }
}
