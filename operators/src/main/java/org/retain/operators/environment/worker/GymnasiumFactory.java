package org.retain.operators.environment.worker;

import java.io.IOException;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;

/**
 * Any environment of Python's Gymnasium, in a Python process for all slots; the Python needs {@code
 * gymnasium} and what the environment itself needs.
 *
 * <p>Observations: a floating-point {@code Box} of one axis is {@code vector} f32, any other {@code
 * Box} {@code observation}, a {@code Discrete} of up to 4096 values {@code vector} f32 one-hot, and
 * each {@code Box} of a {@code Dict} a tensor of its own name; float64 becomes f32, bool u8, uint16
 * i32, uint32 i64. Actions: {@code Discrete} of up to 256, or a bounded {@code Box} onto whose
 * bounds [-1, 1] is stretched. Other spaces are refused by name. Measures: the finite scalars of
 * {@code info}. Endings: {@code terminated}, {@code truncated}. The clock counts steps. Seeds go to
 * {@code reset} as u64; NLE's games get theirs as both of their seeds, NetHackChallenge, which
 * forbids it, included.
 */
public final class GymnasiumFactory implements EnvironmentFactory {

    private static final long serialVersionUID = 1;

    private final PythonLauncher launcher;
    private final WorkerSettings settings;
    private transient EnvironmentSpec spec;

    private GymnasiumFactory(PythonLauncher launcher, WorkerSettings settings) {
        this.launcher = launcher;
        this.settings = settings;
    }

    /**
     * As the options of {@link WorkerOptions} say.
     *
     * @throws IllegalArgumentException when no environment is named or an option does not fit
     */
    public static GymnasiumFactory of(ReadableConfig config) {
        String id =
                config.getOptional(WorkerOptions.GYMNASIUM_ID)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "Option %s is missing: say which environment, such as CartPole-v1"
                                                        .formatted(
                                                                WorkerOptions.GYMNASIUM_ID.key())));
        return new GymnasiumFactory(
                new PythonLauncher(
                        config.get(WorkerOptions.GYMNASIUM_PYTHON),
                        id,
                        config.get(WorkerOptions.GYMNASIUM_KWARGS),
                        config.get(WorkerOptions.GYMNASIUM_IMPORT),
                        config.get(WorkerOptions.GYMNASIUM_PLACE)),
                WorkerSettings.of(config));
    }

    /** Asks a Python process on this machine, once. */
    @Override
    public synchronized EnvironmentSpec spec() {
        if (spec == null) {
            try (WorkerProcess process = WorkerProcess.start(launcher, 0, settings.timeout())) {
                spec = process.spec();
            } catch (IOException e) {
                throw new EnvironmentException(
                        "%s cannot be started: %s".formatted(launcher.title(), e.getMessage()), e);
            }
        }
        return spec;
    }

    @Override
    public WorkerEnvironment create(int slots) {
        return new WorkerEnvironment(launcher, slots, settings);
    }
}
