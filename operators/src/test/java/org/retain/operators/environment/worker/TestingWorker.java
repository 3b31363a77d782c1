package org.retain.operators.environment.worker;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.toy.AppleRetrieval;

/** Child JVMs that misbehave, and one that is a parent. */
final class TestingWorker {

    private TestingWorker() {}

    /** What a child does. */
    enum Fault {
        ENDS_AT_ONCE,
        NEVER_CONNECTS,
        TALKS_NONSENSE,
        DIES_AT_RESET,
        DIES_AT_STEP
    }

    /** Starts a child with that fault. */
    record Launcher(Fault fault) implements WorkerLauncher {

        @Override
        public String title() {
            return "Faulty environment";
        }

        @Override
        public List<String> command(Path directory) throws IOException {
            return java(directory, TestingWorker.class, fault.name());
        }

        @Override
        public String settings() {
            return "{\"options\": {}}";
        }
    }

    static List<String> java(Path directory, Class<?> main, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(new JvmLauncher("", Map.of(), 64 << 20).command(directory));
        command.set(command.size() - 1, main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Arguments: a fault and the socket's path. */
    public static void main(String[] arguments) throws Exception {
        Fault fault = Fault.valueOf(arguments[0]);
        System.err.println("This child " + fault);
        if (fault == Fault.ENDS_AT_ONCE) {
            System.exit(3);
        }
        if (fault == Fault.NEVER_CONNECTS) {
            System.in.read();
            System.exit(0);
        }
        SocketChannel socket =
                SocketChannel.open(java.net.UnixDomainSocketAddress.of(arguments[1]));
        if (fault == Fault.TALKS_NONSENSE) {
            socket.write(java.nio.ByteBuffer.wrap("This is no protocol\n".getBytes()));
            System.in.read();
        }
        new WorkerServer(
                        new FrameChannel(socket),
                        options -> {
                            AppleRetrieval apples = new AppleRetrieval(3, 1, false, 100);
                            return new TestingFactory(
                                    apples,
                                    fault == Fault.DIES_AT_RESET,
                                    fault == Fault.DIES_AT_STEP);
                        })
                .serve();
    }

    /** A parent whose environment's process must not outlive it. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            WorkerSettings settings = new WorkerSettings(Duration.ofSeconds(60), 1, 100);
            Environment environment =
                    new WorkerEnvironment(
                            new JvmLauncher(
                                    "child",
                                    Map.of("environment.name", "apple-retrieval"),
                                    64 << 20),
                            1,
                            settings);
            environment.reset(0, 0);
            System.out.println(((WorkerEnvironment) environment).pid(0));
            Runtime.getRuntime().halt(1);
        }
    }
}
