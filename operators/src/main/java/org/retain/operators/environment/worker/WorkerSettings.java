package org.retain.operators.environment.worker;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How worker processes are watched.
 *
 * @param timeout longest wait for an answer, after which a worker counts as hanging
 * @param failures in a row, without a step that succeeded, after which to give up
 * @param recycleEpisodes episodes begun in a process after which a new one takes over
 */
record WorkerSettings(Duration timeout, int failures, int recycleEpisodes) implements Serializable {

    WorkerSettings {
        check(WorkerOptions.TIMEOUT, timeout, timeout.toMillis() >= 1, "at least 1 ms");
        check(WorkerOptions.FAILURES, failures, failures >= 1, "at least 1");
        check(WorkerOptions.RECYCLE_EPISODES, recycleEpisodes, recycleEpisodes >= 1, "at least 1");
    }

    static WorkerSettings of(ReadableConfig config) {
        return new WorkerSettings(
                config.get(WorkerOptions.TIMEOUT),
                config.get(WorkerOptions.FAILURES),
                config.get(WorkerOptions.RECYCLE_EPISODES));
    }

    private static void check(ConfigOption<?> option, Object value, boolean good, String expected) {
        if (!good) {
            throw new IllegalArgumentException(
                    "Option %s: found %s, expected %s".formatted(option.key(), value, expected));
        }
    }
}
