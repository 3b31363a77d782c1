package org.retain.operators.learner;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.retain.operators.policy.TorchRuntime;

/** Chooses where the learner computes. */
final class LearnerDevice {

    /** The property of Flink's external resource that holds the device's number. */
    private static final String INDEX = "index";

    private LearnerDevice() {}

    /**
     * A manager on the GPU that Flink gave the slot, else on the machine's first GPU that PyTorch
     * can use, else on the CPU.
     *
     * @param gpus GPUs that the slot was asked to have
     * @throws IllegalArgumentException when a GPU was asked for and there is none
     */
    static NDManager manager(RuntimeContext context, int gpus) {
        if (gpus == 0) {
            return TorchRuntime.newManager();
        }
        Set<ExternalResourceInfo> found =
                context.getExternalResourceInfos(LearnerOptions.GPU_RESOURCE);
        int index =
                found.stream()
                        .flatMap(info -> info.getProperty(INDEX).stream())
                        .mapToInt(Integer::parseInt)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "Option %s is %d, but Flink gave the learner's slot no GPU; set external-resources: gpu on the TaskManagers, or %s to 0"
                                                        .formatted(
                                                                LearnerOptions.GPUS.key(),
                                                                gpus,
                                                                LearnerOptions.GPUS.key())));
        if (index >= TorchRuntime.gpuCount()) {
            throw new IllegalArgumentException(
                    "Flink gave the learner's slot GPU %d, but PyTorch sees %d; give PyTorch a build with CUDA (PYTORCH_LIBRARY_PATH, PYTORCH_FLAVOR), or set %s to 0"
                            .formatted(index, TorchRuntime.gpuCount(), LearnerOptions.GPUS.key()));
        }
        return TorchRuntime.newManager(Device.gpu(index));
    }
}
