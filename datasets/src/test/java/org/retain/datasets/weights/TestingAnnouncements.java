package org.retain.datasets.weights;

import java.util.List;
import org.retain.datasets.segment.LogPosition;

/** Announcements for tests. */
public final class TestingAnnouncements {

    private TestingAnnouncements() {}

    /** The announcement of a policy's weights after some updates, with two retired partitions. */
    public static WeightsAnnouncement announcement(String policyId, long updates) {
        WeightsVersion version = WeightsVersion.of(0x7abcdef1, updates);
        return WeightsAnnouncement.newBuilder()
                .setPolicyId(policyId)
                .setVersion(version.value())
                .setUpdates(updates)
                .setUri("file:/weights/weights-%s.safetensors".formatted(version))
                .setSha256("0123456789abcdef".repeat(4))
                .setRetired(
                        List.of(
                                new LogPosition("retain.rollouts", 0, 41L),
                                new LogPosition("retain.rollouts", 3, 7L)))
                .setFinished(false)
                .build();
    }
}
