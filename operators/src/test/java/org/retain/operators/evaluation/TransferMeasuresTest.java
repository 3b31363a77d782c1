package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;

class TransferMeasuresTest {

    private final List<ExperimentRun> runs = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();

    @Test
    void eachRunIsHeldAgainstTheMeanOfThoseFromScratchInItsSetting() {
        run("scratch-0", "scratch", "{\"c\":1}", 0, 0, 0.5);
        run("scratch-1", "scratch", "{\"c\":1}", 0, 0.5, 1);
        run("scratch-other", "scratch", "{\"c\":2}", 0.9, 0.9, 0.9);
        run("bc-0", "bc", "{\"c\":1}", 0, 1, 1);
        run("vanilla-0", "vanilla", "{\"c\":1}", 0, 0, 0);

        List<Measurement> transfers = TransferMeasures.of(runs, measurements);

        // Over updates 0, 10 and 20 the base is 0, 0.25, 0.75: its area is 0.3125.
        assertThat(transfers).extracting(Measurement::getRun).containsExactly("bc-0", "vanilla-0");
        assertThat(transfers).allMatch(m -> m.getUpdate() == 20 && m.getCount() == 2);
        assertThat(transfers.get(0).getValue())
                .isCloseTo((0.75 - 0.3125) / (1 - 0.3125), within(1e-12));
        assertThat(transfers.get(1).getValue()).isCloseTo(-0.3125 / (1 - 0.3125), within(1e-12));
    }

    @Test
    void withoutABaseAtTheSameUpdatesThereIsNone() {
        run("bc-0", "bc", "{}", 0, 1, 1);
        assertThat(TransferMeasures.of(runs, measurements)).isEmpty();

        run("scratch-0", "scratch", "{}", 0, 1);
        assertThat(TransferMeasures.of(runs, measurements)).isEmpty();
    }

    @Test
    void otherMeasuresAndStrataDoNotCount() {
        run("scratch-0", "scratch", "{}", 0, 0);
        run("ks-0", "ks", "{}", 1, 1);
        measurements.add(new Measurement("ks-0", "success", 5L, 0L, "phase", "2", 0.0, 1L));
        measurements.add(new Measurement("ks-0", "return", 7L, 0L, "", "", 0.0, 1L));

        assertThat(TransferMeasures.of(runs, measurements))
                .extracting(Measurement::getValue)
                .containsExactly(1.0);
    }

    private void run(String name, String method, String parameters, double... success) {
        runs.add(
                new ExperimentRun(
                        "test", name, method, 0L, parameters, 0L, 20L, 0.0, "finished", "", "{}"));
        for (int i = 0; i < success.length; i++) {
            measurements.add(new Measurement(name, "success", i * 10L, 0L, "", "", success[i], 1L));
        }
    }
}
