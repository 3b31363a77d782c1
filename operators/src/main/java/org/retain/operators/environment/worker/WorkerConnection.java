package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.retain.operators.file.DirectoryDeletion;

/** Starts a child and waits for it at a socket in a directory that only this user can enter. */
final class WorkerConnection {

    /** What the names of the directories that a child may delete begin with. */
    static final String DIRECTORY = "retain-worker-";

    /** Bytes of a socket's path; the limits of kernels are 103 and 107. */
    private static final int LONGEST_SOCKET = 103;

    private static final String SOCKET = "socket";

    private WorkerConnection() {}

    /**
     * A child process with its socket.
     *
     * @param end when it has ended and its temporary files are deleted
     */
    record Child(
            Process process, WorkerLog log, SocketChannel socket, CompletableFuture<Void> end) {}

    static Child open(WorkerLauncher launcher, Duration timeout) throws IOException {
        Path directory = directory(Path.of(System.getProperty("java.io.tmpdir")));
        Path socket = directory.resolve(SOCKET);
        Process process = null;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (socket.toString().getBytes(UTF_8).length > LONGEST_SOCKET) {
                socket = directory(Path.of("/tmp")).resolve(SOCKET);
            }
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            List<String> command = new ArrayList<>(launcher.command(directory));
            command.add(socket.toString());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("TMPDIR", directory.toString());
            process = builder.start();
            CompletableFuture<Void> end =
                    process.onExit().thenRun(() -> DirectoryDeletion.delete(directory));
            WorkerLog log =
                    new WorkerLog(
                            "%s (process %d)".formatted(launcher.title(), process.pid()),
                            process.getInputStream());
            log.start();
            try {
                return new Child(process, log, accept(server, process, timeout), end);
            } catch (IOException e) {
                process.destroyForcibly();
                throw new IOException(
                        "%s; it printed:%n%s".formatted(e.getMessage(), log.tail()), e);
            }
        } finally {
            if (process == null) {
                DirectoryDeletion.delete(directory);
            }
            if (!socket.startsWith(directory)) {
                // Who is connected needs no path any more.
                DirectoryDeletion.delete(socket.getParent());
            }
        }
    }

    private static SocketChannel accept(
            ServerSocketChannel server, Process process, Duration timeout) throws IOException {
        server.configureBlocking(false);
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            process.onExit().thenRun(selector::wakeup);
            while (true) {
                SocketChannel accepted = server.accept();
                if (accepted != null) {
                    return accepted;
                }
                if (!process.isAlive()) {
                    throw new EOFException(
                            "The process ended with exit code %d before it connected"
                                    .formatted(process.exitValue()));
                }
                long left = (deadline - System.nanoTime()) / 1_000_000 + 1;
                if (left <= 0) {
                    throw new SocketTimeoutException(
                            "The process did not connect within %s (option %s)"
                                    .formatted(timeout, WorkerOptions.TIMEOUT.key()));
                }
                selector.select(left);
                selector.selectedKeys().clear();
                if (Thread.currentThread().isInterrupted()) {
                    throw new ClosedByInterruptException();
                }
            }
        }
    }

    private static Path directory(Path parent) throws IOException {
        return Files.createTempDirectory(
                parent,
                DIRECTORY,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
