package org.retain.operators.environment.worker;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;

/**
 * Runs the environments of another factory in child JVMs of this one's Java, which make the factory
 * again out of the same options. A crash there costs the episodes there.
 */
public final class IsolatedFactory implements EnvironmentFactory {

    private static final long serialVersionUID = 1;

    /** What a child is told: the environment's options, not the cluster's. */
    private static final List<String> PREFIXES = List.of("environment.", "nethack.");

    private final EnvironmentFactory inProcess;
    private final JvmLauncher launcher;
    private final WorkerSettings settings;

    private IsolatedFactory(
            EnvironmentFactory inProcess, JvmLauncher launcher, WorkerSettings settings) {
        this.inProcess = inProcess;
        this.launcher = launcher;
        this.settings = settings;
    }

    /**
     * As the options of {@link WorkerOptions} say.
     *
     * @param inProcess what the configuration makes without isolation
     */
    public static IsolatedFactory of(EnvironmentFactory inProcess, ReadableConfig config) {
        Map<String, String> options = new TreeMap<>(config.toMap());
        options.keySet().removeIf(key -> PREFIXES.stream().noneMatch(key::startsWith));
        return new IsolatedFactory(
                inProcess,
                new JvmLauncher(
                        "Environment " + inProcess.spec().name(),
                        options,
                        config.get(WorkerOptions.HEAP).getBytes()),
                WorkerSettings.of(config));
    }

    @Override
    public EnvironmentSpec spec() {
        return inProcess.spec();
    }

    @Override
    public WorkerEnvironment create(int slots) {
        return new WorkerEnvironment(launcher, slots, settings);
    }
}
