package org.retain.jobs;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.environment.nethack.NetHackOptions;
import org.retain.operators.environment.toy.AppleRetrievalOptions;
import org.retain.operators.environment.toy.TwoStateMdpOptions;
import org.retain.operators.environment.worker.WorkerOptions;

/** The options of environments in the group that jobs show. */
final class EnvironmentGroups {

    private EnvironmentGroups() {}

    /** Which environment, and how it is. */
    static List<ConfigOption<?>> all() {
        return List.of(
                EnvironmentOptions.NAME,
                EnvironmentOptions.ISOLATION,
                WorkerOptions.TIMEOUT,
                WorkerOptions.FAILURES,
                WorkerOptions.RECYCLE_EPISODES,
                WorkerOptions.HEAP,
                NetHackOptions.LIBRARY,
                NetHackOptions.CHARACTER,
                NetHackOptions.MAX_STEPS,
                NetHackOptions.NO_PROGRESS_STEPS,
                NetHackOptions.RECORDING_DIRECTORY,
                AppleRetrievalOptions.DISTANCE,
                AppleRetrievalOptions.SCALE,
                AppleRetrievalOptions.START_WITH_APPLE,
                AppleRetrievalOptions.STEP_LIMIT,
                TwoStateMdpOptions.STAY_REWARD,
                TwoStateMdpOptions.RETURN_REWARD,
                TwoStateMdpOptions.STEP_LIMIT,
                WorkerOptions.GYMNASIUM_ID,
                WorkerOptions.GYMNASIUM_KWARGS,
                WorkerOptions.GYMNASIUM_PYTHON,
                WorkerOptions.GYMNASIUM_IMPORT,
                WorkerOptions.GYMNASIUM_PLACE);
    }
}
