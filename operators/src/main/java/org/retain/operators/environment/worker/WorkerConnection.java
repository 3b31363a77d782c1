package org.retain.operators.environment.worker;

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

    /** The kernel's limit is 107; the directory's name and the socket's follow. */
    private static final int LONGEST_BASE = 60;

    private WorkerConnection() {}

    /**
     * A child process with its socket.
     *
     * @param end when it has ended and its temporary files are deleted
     */
    record Child(
            Process process, WorkerLog log, SocketChannel socket, CompletableFuture<Void> end) {}

    static Child open(WorkerLauncher launcher, Duration timeout) throws IOException {
        Path directory =
                Files.createTempDirectory(
                        base(),
                        "retain-worker-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Process process = null;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = directory.resolve("socket");
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
                            "The process did not connect within " + timeout);
                }
                selector.select(left);
                selector.selectedKeys().clear();
                if (Thread.currentThread().isInterrupted()) {
                    throw new ClosedByInterruptException();
                }
            }
        }
    }

    private static Path base() {
        Path configured = Path.of(System.getProperty("java.io.tmpdir"));
        return configured.toString().length() <= LONGEST_BASE ? configured : Path.of("/tmp");
    }
}
