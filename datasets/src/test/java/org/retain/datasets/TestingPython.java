package org.retain.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python 3 with the libraries that our formats are checked against (see {@code
 * python/requirements.txt}), or with those of another list: a virtual environment in the user's
 * cache directory, made on first use and shared by all checkouts with the same requirements.
 */
public final class TestingPython {

    private static final long TIMEOUT_MINUTES = 15;

    private final Path interpreter;

    private TestingPython(Path interpreter) {
        this.interpreter = interpreter;
    }

    /** The environment, installed if need be. */
    public static TestingPython install() {
        try {
            return install(requirements());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An environment with the libraries that a file lists, installed if need be. */
    public static TestingPython install(Path requirements) {
        try {
            return install(Files.readAllBytes(requirements));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized TestingPython install(byte[] requirements) {
        try {
            Path home = cacheDirectory().resolve("python-" + digest(requirements));
            Path interpreter = home.resolve("bin/python");
            Files.createDirectories(home);
            try (FileChannel channel =
                            FileChannel.open(
                                    home.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Path complete = home.resolve("complete");
                if (lock.isValid() && !Files.exists(complete)) {
                    Path list = home.resolve("requirements.txt");
                    Files.write(list, requirements);
                    run(List.of("python3", "-m", "venv", home.toString()));
                    run(
                            List.of(
                                    interpreter.toString(),
                                    "-m",
                                    "pip",
                                    "install",
                                    "--quiet",
                                    "-r",
                                    list.toString()));
                    Files.createFile(complete);
                }
            }
            return new TestingPython(interpreter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The interpreter's path, for processes that a test drives itself. */
    public Path interpreter() {
        return interpreter;
    }

    /** Runs a script and returns what it printed; a failing script fails the test. */
    public String run(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(interpreter.toString(), "-c", script));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Runs a file and returns what it printed; a failing one fails the test. */
    public String run(Path file, String... arguments) {
        List<String> command = new ArrayList<>(List.of(interpreter.toString(), file.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static String run(List<String> command) {
        try {
            Path output = Files.createTempFile("python", ".log");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            String printed = Files.readString(output);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(
                        "%s ended with %s:%n%s"
                                .formatted(
                                        String.join(" ", command),
                                        ended ? process.exitValue() : "a time-out",
                                        printed));
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot start " + command.get(0) + " (packages python3, python3-venv)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] requirements() throws IOException {
        try (InputStream in = TestingPython.class.getResourceAsStream("/python/requirements.txt")) {
            return in.readAllBytes();
        }
    }

    private static Path cacheDirectory() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("retain");
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(new String(bytes, UTF_8), e);
        }
    }
}
