package org.retain.operators.policy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that starts PyTorch in a JVM and says how many threads it may use.
 *
 * <p>The system property {@value #THREADS} sets the threads of one operation (intra-op); PyTorch's
 * own default is one per core. Several task slots in one JVM share them. Independent operations of
 * one graph are never run in parallel (inter-op is 1): nothing here builds such graphs.
 */
public final class TorchRuntime {

    /** System property: threads of one operation, at least 1. */
    public static final String THREADS = "retain.torch.threads";

    private static final Logger LOG = LoggerFactory.getLogger(TorchRuntime.class);

    private TorchRuntime() {}

    /** A manager of native memory, on the GPU where there is one; the caller closes it. */
    public static NDManager newManager() {
        return Started.ENGINE.newBaseManager();
    }

    /** A manager of native memory on a device; the caller closes it. */
    public static NDManager newManager(Device device) {
        return Started.ENGINE.newBaseManager(device);
    }

    /** GPUs that PyTorch can use. */
    public static int gpuCount() {
        return Started.ENGINE.getGpuCount();
    }

    private static final class Started {

        static final Engine ENGINE = start();

        private static Engine start() {
            // DJL otherwise asks the network where it runs.
            setDefault("ai.djl.offline", "true");
            setDefault("OPT_OUT_TRACKING", "true");
            setDefault("ai.djl.pytorch.num_interop_threads", "1");
            String threads = System.getProperty(THREADS);
            if (threads != null) {
                setDefault("ai.djl.pytorch.num_threads", threads);
            }
            if (!"PASSIVE".equalsIgnoreCase(System.getenv("OMP_WAIT_POLICY"))) {
                LOG.warn(
                        "The environment variable OMP_WAIT_POLICY is not PASSIVE: PyTorch's idle threads spin and slow down everything beside them");
            }
            return Engine.getEngine("PyTorch");
        }

        private static void setDefault(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }
    }
}
