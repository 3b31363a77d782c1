package org.retain.jobs;

import org.apache.flink.api.common.operators.SlotSharingGroup;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.learner.LearnerOptions;

/**
 * The learner's slot, which it shares with nobody. It asks for a GPU only where the options do;
 * then the cluster needs {@code cluster.fine-grained-resource-management.enabled} and a TaskManager
 * with {@code external-resources: gpu}.
 */
final class LearnerSlot {

    private static final String GROUP = "learner";
    private static final MemorySize HEAP = MemorySize.ofMebiBytes(1024);

    private LearnerSlot() {}

    static SlotSharingGroup of(ReadableConfig config) {
        int gpus = config.get(LearnerOptions.GPUS);
        if (gpus == 0) {
            return SlotSharingGroup.newBuilder(GROUP).build();
        }
        return SlotSharingGroup.newBuilder(GROUP)
                .setCpuCores(1)
                .setTaskHeapMemory(HEAP)
                .setExternalResource(LearnerOptions.GPU_RESOURCE, gpus)
                .build();
    }
}
