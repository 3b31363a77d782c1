package org.retain.operators.environment.worker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.retain.operators.environment.EnvironmentIsolation;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.environment.EnvironmentSelection;
import org.retain.operators.file.DirectoryDeletion;

/** A child JVM that hosts environments; started by its parent only. */
final class WorkerMain {

    private WorkerMain() {}

    /** Serves the parent at the socket whose path is the only argument. */
    public static void main(String[] arguments) throws IOException {
        endWithParent(
                Path.of(arguments[0]).getParent(), Path.of(System.getProperty("java.io.tmpdir")));
        try (FrameChannel channel =
                new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(arguments[0])))) {
            new WorkerServer(
                            channel,
                            options -> {
                                Configuration config = Configuration.fromMap(options);
                                config.set(
                                        EnvironmentOptions.ISOLATION,
                                        EnvironmentIsolation.IN_PROCESS);
                                return EnvironmentSelection.of(config);
                            })
                    .serve();
        }
        System.exit(0);
    }

    /** The parent holds the other end of the standard input, also when an environment hangs. */
    private static void endWithParent(Path... directories) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                while (System.in.read() >= 0) {}
                            } catch (IOException e) {
                                // As good as the end.
                            }
                            try {
                                Arrays.stream(directories).forEach(WorkerMain::deleteOwn);
                            } finally {
                                Runtime.getRuntime().halt(0);
                            }
                        },
                        "end with parent");
        thread.setDaemon(true);
        thread.start();
    }

    /** Deletes a directory that the parent made for this child, and no other. */
    static void deleteOwn(Path directory) {
        if (directory.getFileName() != null
                && directory.getFileName().toString().startsWith(WorkerConnection.DIRECTORY)) {
            DirectoryDeletion.delete(directory);
        }
    }
}
