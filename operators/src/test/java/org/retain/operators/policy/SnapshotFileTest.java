package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.retain.datasets.weights.WeightsVersion;

class SnapshotFileTest {

    @Test
    void namesTellUpdatesAndAreInTheirOrder() {
        assertThat(SnapshotFile.name(100)).isEqualTo("update-000000100.safetensors");
        assertThat(SnapshotFile.name(99)).isLessThan(SnapshotFile.name(100));
        assertThat(SnapshotFile.updates("s3://b/run/" + SnapshotFile.name(100))).hasValue(100);
    }

    @Test
    void theNamesOfAnnouncedWeightsTellUpdatesToo() {
        assertThat(
                        SnapshotFile.updates(
                                "run/weights/weights-%s.safetensors"
                                        .formatted(WeightsVersion.of(77, 12))))
                .hasValue(12);
    }

    @Test
    void otherNamesTellNone() {
        assertThat(SnapshotFile.updates("best.safetensors")).isEmpty();
        assertThat(SnapshotFile.updates("update-1.safetensors.tmp")).isEmpty();
        assertThat(SnapshotFile.updates("update-000000100.safetensors/best.safetensors")).isEmpty();
    }
}
