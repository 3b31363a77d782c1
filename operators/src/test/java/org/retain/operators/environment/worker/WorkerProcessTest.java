package org.retain.operators.environment.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;

/** Tests for {@link WorkerProcess} with a child that only waits. */
class WorkerProcessTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final WorkerLauncher LAUNCHER =
            new TestingWorker.Launcher(TestingWorker.Fault.DIES_AT_STEP);

    private TestingSockets sockets;
    private Process process;
    private WorkerConnection.Child child;

    @BeforeEach
    void start() throws IOException {
        sockets = TestingSockets.open();
        process = new ProcessBuilder("sleep", "60").start();
        child =
                new WorkerConnection.Child(
                        process,
                        new WorkerLog("child", process.getInputStream()),
                        sockets.near(),
                        process.onExit().thenRun(() -> {}));
    }

    @AfterEach
    void end() throws IOException {
        process.destroyForcibly();
        sockets.near().close();
        sockets.far().close();
    }

    @Test
    void endsAChildThatItCannotListenTo() throws Exception {
        sockets.near().close();

        assertThatThrownBy(() -> WorkerProcess.greet(child, LAUNCHER, 1, LONG))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(ClosedChannelException.class);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesObservationsThatFitIntoNoMessage() throws Exception {
        WorkerServer server =
                new WorkerServer(new FrameChannel(sockets.far()), options -> new Huge());
        CompletableFuture<Void> served =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                server.serve();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        assertThatThrownBy(() -> WorkerProcess.greet(child, LAUNCHER, 0, LONG))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("Faulty environment shows [TensorSpec[name=huge")
                .hasMessageContaining("in each of 1 slots")
                .hasMessageContaining("must fit into 2147483647 bytes");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sockets.near().isOpen()).isFalse();
        served.get(10, TimeUnit.SECONDS);
    }

    /** Shows more than a message holds. */
    private record Huge() implements EnvironmentFactory {

        @Override
        public EnvironmentSpec spec() {
            return new EnvironmentSpec(
                    "huge",
                    List.of(new TensorSpec("huge", TensorType.U8, List.of(Integer.MAX_VALUE))),
                    new ActionSpace.Discrete(2),
                    "none");
        }

        @Override
        public Environment create(int slots) {
            throw new UnsupportedOperationException("Only its spec is asked for");
        }
    }
}
