package org.retain.operators.learner;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How a learner runs, whatever it learns.
 *
 * @param shape of the batches
 * @param limits when training ends
 * @param output directory of the run
 * @param announces true: weights are announced as they come; false: they are written at the end
 * @param policyId name of the policy
 * @param weightsDirectory where weights files go
 * @param keep weights files that stay
 * @param publishInterval applied updates between two weights files
 * @param snapshotInterval applied updates between two snapshots; 0 for none
 * @param heartbeat longest time between two announcements
 * @param reportInterval applied updates between two reports
 * @param gpus GPUs that the slot was asked to have
 */
record LearnerRun(
        BatchShape shape,
        TrainingLimits limits,
        String output,
        boolean announces,
        String policyId,
        String weightsDirectory,
        int keep,
        int publishInterval,
        long snapshotInterval,
        Duration heartbeat,
        int reportInterval,
        int gpus)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when one is missing or out of range; the message names it
     */
    static LearnerRun of(ReadableConfig config, BatchShape shape, boolean announces) {
        String output = config.get(LearnerOptions.OUTPUT);
        require(output != null, LearnerOptions.OUTPUT.key(), "missing", "a directory");
        int report = config.get(LearnerOptions.REPORT_INTERVAL);
        require(report >= 1, LearnerOptions.REPORT_INTERVAL.key(), report, "at least 1");
        int gpus = config.get(LearnerOptions.GPUS);
        require(gpus == 0 || gpus == 1, LearnerOptions.GPUS.key(), gpus, "0 or 1");
        int publish = config.get(WeightsOptions.PUBLISH_INTERVAL);
        require(publish >= 1, WeightsOptions.PUBLISH_INTERVAL.key(), publish, "at least 1");
        long snapshots = config.get(WeightsOptions.SNAPSHOT_INTERVAL);
        require(snapshots >= 0, WeightsOptions.SNAPSHOT_INTERVAL.key(), snapshots, "0 or more");
        Duration heartbeat = config.get(WeightsOptions.HEARTBEAT);
        require(
                heartbeat.toMillis() > 0,
                WeightsOptions.HEARTBEAT.key(),
                heartbeat,
                "at least one millisecond");
        return new LearnerRun(
                shape,
                TrainingLimits.of(config),
                output,
                announces,
                config.get(WeightsOptions.POLICY_ID),
                config.getOptional(WeightsOptions.DIRECTORY).orElse(output + "/weights"),
                config.get(WeightsOptions.KEEP),
                publish,
                snapshots,
                heartbeat,
                report,
                gpus);
    }

    private static void require(boolean condition, String option, Object value, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "Option %s is %s, expected %s".formatted(option, value, expected));
        }
    }
}
