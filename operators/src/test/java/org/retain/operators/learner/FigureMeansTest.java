package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests for {@link FigureMeans}. */
class FigureMeansTest {

    private final FigureMeans figures = new FigureMeans();

    @Test
    void givesEachFigureItsOwnMeanSinceTheLastCall() {
        figures.add(Map.of("loss", 1.0, "ratio", 4.0));
        figures.add(Map.of("loss", 2.0));
        figures.add(Map.of("loss", 6.0));

        assertThat(figures.take()).containsExactly(Map.entry("loss", 3.0), Map.entry("ratio", 4.0));
        figures.add(Map.of("loss", 5.0));
        assertThat(figures.take()).containsExactly(Map.entry("loss", 5.0));
        assertThat(figures.take()).isEmpty();
    }

    @Test
    void leavesWhatIsNoNumberOutOfTheMeanButShowsIt() {
        figures.add(Map.of("loss", 1.0));
        figures.add(Map.of("loss", Double.NaN, "norm", Double.POSITIVE_INFINITY));

        assertThat(figures.latest("loss")).isNaN();
        assertThat(figures.latest("norm")).isInfinite();
        assertThat(figures.take()).containsExactly(Map.entry("loss", 1.0));
    }

    @Test
    void remembersTheLatestFigureOfEveryName() {
        assertThat(figures.latest("loss")).isNaN();
        figures.add(Map.of("loss", 1.0));
        figures.add(Map.of("ratio", 2.0));
        figures.take();

        assertThat(figures.latest("loss")).isEqualTo(1);
        assertThat(figures.names()).containsExactlyInAnyOrder("loss", "ratio");
    }
}
