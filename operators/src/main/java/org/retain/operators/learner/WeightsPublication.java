package org.retain.operators.learner;

import java.util.List;
import java.util.Optional;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes weights files and says what to announce. Weights that are no numbers are never written:
 * the last good ones stay announced.
 */
final class WeightsPublication {

    private static final Logger LOG = LoggerFactory.getLogger(WeightsPublication.class);

    private final String policyId;
    private final WeightsDirectory directory;
    private final int interval;
    private final int epoch = WeightsVersion.drawEpoch();
    private final RetiredPositions retired;
    private WeightsAnnouncement last;

    /**
     * A publication that has announced nothing yet.
     *
     * @param files files of the checkpoint
     * @param retired positions of the checkpoint
     */
    WeightsPublication(
            String policyId,
            WeightsDirectory directory,
            int interval,
            List<String> files,
            RetiredPositions retired) {
        if (interval < 1) {
            throw new IllegalArgumentException(
                    "Option %s is %d, expected at least 1"
                            .formatted(WeightsOptions.PUBLISH_INTERVAL.key(), interval));
        }
        this.policyId = policyId;
        this.directory = directory;
        this.interval = interval;
        this.retired = retired;
        directory.restore(files);
    }

    /** A segment was trained on or dropped. */
    void retire(LogPosition position) {
        if (position != null) {
            retired.add(position);
        }
    }

    /** True when weights are due after so many applied updates. */
    boolean due(long applied) {
        return applied % interval == 0;
    }

    /** Writes the agent's weights; empty when they are no numbers. */
    Optional<WeightsAnnouncement> publish(Agent agent, long applied, boolean finished) {
        if (!agent.finite()) {
            LOG.error(
                    "The weights after {} updates are not finite; {} stays announced",
                    applied,
                    last == null ? "nothing" : last.getUri());
            return finished ? repeat(true) : Optional.empty();
        }
        WeightsVersion version = WeightsVersion.of(epoch, applied);
        WrittenWeights written = directory.write(version, agent.weights());
        last =
                new WeightsAnnouncement(
                        policyId,
                        version.value(),
                        applied,
                        written.uri(),
                        written.sha256(),
                        retired.positions(),
                        finished);
        directory.announced(written.uri());
        return Optional.of(last);
    }

    /** The last announcement with the positions retired since; empty before the first. */
    Optional<WeightsAnnouncement> repeat(boolean finished) {
        if (last == null) {
            return Optional.empty();
        }
        last =
                WeightsAnnouncement.newBuilder(last)
                        .setRetired(retired.positions())
                        .setFinished(finished || last.getFinished())
                        .build();
        return Optional.of(last);
    }

    /** The last announcement; null before the first. */
    WeightsAnnouncement last() {
        return last;
    }

    List<String> files() {
        return directory.files();
    }

    List<LogPosition> retired() {
        return retired.positions();
    }
}
