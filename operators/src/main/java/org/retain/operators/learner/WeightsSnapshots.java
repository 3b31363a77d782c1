package org.retain.operators.learner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.flink.core.fs.Path;
import org.retain.operators.policy.SnapshotFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the weights before the first update and after every N-th applied one, for good, in the
 * directory {@value #DIRECTORY} beside that of the weights; see {@link SnapshotFile} for the names.
 *
 * <p>A snapshot that is taken again after a restore replaces that of the lost attempt. Weights that
 * are no numbers are not written.
 */
public final class WeightsSnapshots {

    /** Name of the directory. */
    public static final String DIRECTORY = "snapshots";

    private static final Logger LOG = LoggerFactory.getLogger(WeightsSnapshots.class);

    private final Path directory;
    private final long interval;

    /**
     * Snapshots beside a directory of weights.
     *
     * @param interval applied updates between two of them; 0 for none
     */
    WeightsSnapshots(String weightsDirectory, long interval) {
        Path weights = WeightsDirectory.qualified(weightsDirectory);
        Path parent = weights.getParent();
        directory = new Path(parent == null ? weights : parent, DIRECTORY);
        this.interval = interval;
    }

    /**
     * Keeps the agent's weights where that is due.
     *
     * @throws UncheckedIOException when the file cannot be written; nothing of it remains
     */
    void take(Agent agent, Training training) {
        if (interval == 0 || training.applied() % interval != 0) {
            return;
        }
        Path file = new Path(directory, SnapshotFile.name(training.applied()));
        if (!agent.finite()) {
            LOG.error("The weights are not finite; there will be no snapshot {}", file);
            return;
        }
        try {
            agent.weights()
                    .write(
                            file.toString(),
                            Map.of(SnapshotFile.FRAMES, String.valueOf(training.frames())));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: the snapshot cannot be written: %s; free the disk, or raise --%s"
                            .formatted(
                                    file, e.getMessage(), WeightsOptions.SNAPSHOT_INTERVAL.key()),
                    e);
        }
    }
}
