package org.retain.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;

/**
 * Plays at a measured pace and fails once, after a checkpoint has completed since the first step.
 *
 * @param games what is played
 * @param checkpoints directory of the job's checkpoints
 */
record TestingInterruptedGames(EnvironmentFactory games, String checkpoints)
        implements EnvironmentFactory {

    private static final long serialVersionUID = 1;
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final int STEPS_BETWEEN_LOOKS = 20;

    static EnvironmentFactory failingOnce(EnvironmentFactory games, Path checkpoints) {
        FAILURES.set(0);
        return new TestingInterruptedGames(games, checkpoints.toString());
    }

    static int failures() {
        return FAILURES.get();
    }

    @Override
    public EnvironmentSpec spec() {
        return games.spec();
    }

    @Override
    public Environment create(int slots) {
        Environment environment = games.create(slots);
        AtomicInteger steps = new AtomicInteger();
        return (Environment)
                Proxy.newProxyInstance(
                        Environment.class.getClassLoader(),
                        new Class<?>[] {Environment.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("step")) {
                                Thread.sleep(1);
                                failWhenThereIsSomethingToGoBackTo(steps.incrementAndGet());
                            }
                            try {
                                return method.invoke(environment, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void failWhenThereIsSomethingToGoBackTo(int steps) {
        if (steps % STEPS_BETWEEN_LOOKS == 0
                && FAILURES.get() == 0
                && checkpointed()
                && FAILURES.compareAndSet(0, 1)) {
            throw new IllegalStateException("Failure injected by the test");
        }
    }

    private boolean checkpointed() {
        Path directory = Path.of(checkpoints);
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files =
                Files.find(directory, 3, (path, any) -> path.endsWith("_metadata"))) {
            return files.findAny().isPresent();
        } catch (IOException | UncheckedIOException e) {
            // A checkpoint was removed while we looked.
            return false;
        }
    }
}
