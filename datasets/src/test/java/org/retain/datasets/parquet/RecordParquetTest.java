package org.retain.datasets.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;

class RecordParquetTest {

    private static final RecordParquet<Measurement> MEASUREMENTS =
            new RecordParquet<>(Measurement.getClassSchema(), Measurement::new);

    @Test
    void givesBackWhatWasWritten() throws Exception {
        List<Measurement> rows =
                List.of(
                        new Measurement("ks-0", "score", 3L, 4096L, "depth", "dlvl 1", 0.1, 12L),
                        new Measurement("", "v0", 0L, 0L, "", "", Double.NaN, 0L));

        byte[] file = MEASUREMENTS.encode(rows);

        assertThat(MEASUREMENTS.decode("file", file)).isEqualTo(rows);
        assertThat(MEASUREMENTS.encode(rows)).isEqualTo(file);
    }

    @Test
    void writesNoRowsToo() throws Exception {
        assertThat(MEASUREMENTS.decode("file", MEASUREMENTS.encode(List.of()))).isEmpty();
    }

    @Test
    void refusesFilesOfSomethingElse() throws Exception {
        byte[] file = MEASUREMENTS.encode(List.of());
        RecordParquet<ExperimentRun> runs =
                new RecordParquet<>(ExperimentRun.getClassSchema(), ExperimentRun::new);

        assertThatThrownBy(() -> runs.decode("runs.parquet", file))
                .isInstanceOf(InvalidShardException.class)
                .hasMessageContaining("runs.parquet")
                .hasMessageContaining("stratum_kind")
                .hasMessageContaining("weights_sha256");
        assertThatThrownBy(() -> MEASUREMENTS.decode("half", new byte[7]))
                .isInstanceOf(InvalidShardException.class);
    }
}
