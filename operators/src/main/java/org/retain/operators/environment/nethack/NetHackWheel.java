package org.retain.operators.environment.nethack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.retain.operators.environment.EnvironmentException;

/**
 * The wheel nle 1.3.0, fetched by pip, whichever Python runs it: the Python package index that the
 * machine is set up for applies.
 *
 * @param python command of a Python 3 with pip
 */
record NetHackWheel(String python) {

    private static final List<String> DOWNLOAD =
            List.of(
                    "-m",
                    "pip",
                    "download",
                    "--no-deps",
                    "--only-binary=:all:",
                    "--python-version",
                    "3.11",
                    "--implementation",
                    "cp",
                    "--platform",
                    "manylinux_2_17_x86_64",
                    "--platform",
                    "manylinux2014_x86_64");
    private static final String WHEEL = "nle==1.3.0";
    private static final long TIMEOUT_MINUTES = 5;
    private static final int SHOWN = 600;

    /**
     * Downloads and unpacks the two files.
     *
     * @param work directory for what lies in between
     * @param target directory for the files
     * @throws EnvironmentException when the wheel cannot be had
     */
    void fetch(Path work, Path target) throws IOException {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(DOWNLOAD);
        command.addAll(List.of("-d", work.toString(), WHEEL));
        run(command, work.resolve("pip.log"));
        Path wheel;
        try (Stream<Path> files = Files.list(work)) {
            wheel = files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElse(null);
        }
        if (wheel == null) {
            throw refusal("pip ended well but left no wheel in " + work, null);
        }
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            unpack(zip, "nle/" + NetHackInstallation.LIBRARY, target);
            unpack(zip, "nle/nethackdir/" + NetHackInstallation.DATA, target);
        }
    }

    private static void run(List<String> command, Path log) throws IOException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
        } catch (IOException e) {
            throw refusal("%s cannot be started".formatted(command.get(0)), e);
        }
        try {
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                throw refusal("pip took more than %d minutes".formatted(TIMEOUT_MINUTES), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal("waiting for pip was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String printed = Files.readString(log).strip();
            throw refusal(
                    "pip ended with %d: %s"
                            .formatted(
                                    process.exitValue(),
                                    printed.substring(Math.max(0, printed.length() - SHOWN))),
                    null);
        }
    }

    private static void unpack(ZipFile zip, String name, Path target) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw refusal("%s holds no %s".formatted(zip.getName(), name), null);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target.resolve(Path.of(name).getFileName().toString()));
        }
    }

    private static EnvironmentException refusal(String found, Throwable cause) {
        return new EnvironmentException(
                "NetHack's library (wheel nle 1.3.0) is not in the cache and cannot be fetched: "
                        + found
                        + ". It takes python3 with pip (packages python3, python3-pip) and a way to"
                        + " the Python package index; without network, run 'python3 "
                        + String.join(" ", DOWNLOAD)
                        + " "
                        + WHEEL
                        + "' on a machine that has one, unzip nle/libnethack.so and"
                        + " nle/nethackdir/nhdat into one directory and name it as nethack.library",
                cause);
    }
}
