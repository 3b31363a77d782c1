package org.retain.operators.environment.nethack;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.file.DirectoryDeletion;

/**
 * The two files of NLE that a game needs, and no others: those of the wheel nle 1.3.0 for CPython
 * 3.11 on manylinux x86_64. The library tells no version of its structures, so only files with the
 * known digests are taken.
 *
 * @param library {@code libnethack.so}
 * @param data {@code nhdat}, the game's levels and texts
 */
record NetHackInstallation(Path library, Path data) {

    static final String LIBRARY = "libnethack.so";
    static final String DATA = "nhdat";

    static final String LIBRARY_SHA256 =
            "becf6478c75e40cf9488d6127892951f28ef8736b7b71ce22c37af006b280027";
    static final String DATA_SHA256 =
            "3647741836ad48e3348017eb359c4403255a8ba41100700d07c5cadf9500200c";

    private static final Path GLIBC_LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");

    /**
     * Finds the files, and fetches them into the cache where need be.
     *
     * @param own directory that holds both, null for the cache
     * @throws EnvironmentException when they cannot be had or are others
     */
    static NetHackInstallation locate(String own) {
        checkPlatform(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(GLIBC_LOADER));
        return own != null
                ? verified(Path.of(own))
                : cached(cacheDirectory(), new NetHackWheel("python3"));
    }

    /** Refuses machines that the library is not built for. */
    static void checkPlatform(String system, String architecture, boolean glibc) {
        boolean supported =
                system.equals("Linux")
                        && List.of("amd64", "x86_64").contains(architecture)
                        && glibc;
        if (!supported) {
            throw new EnvironmentException(
                    "NetHack runs on Linux x86_64 with glibc only, this is %s %s%s; run the"
                                    .formatted(
                                            system,
                                            architecture,
                                            system.equals("Linux") && !glibc
                                                    ? " without glibc"
                                                    : "")
                            + " process that plays on such a machine or container (Debian, not"
                            + " Alpine)");
        }
    }

    /** The files in the cache, fetched first where they are missing. */
    static NetHackInstallation cached(Path cache, NetHackWheel wheel) {
        Path directory = cache.resolve("nle-1.3.0-" + LIBRARY_SHA256.substring(0, 12));
        if (Files.isDirectory(directory)) {
            return verified(directory);
        }
        Path work = null;
        try {
            Files.createDirectories(cache);
            work = Files.createTempDirectory(cache, ".nle-");
            Path unpacked = Files.createDirectory(work.resolve("unpacked"));
            wheel.fetch(work, unpacked);
            verified(unpacked);
            publish(unpacked, directory);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "NetHack's library cannot be kept in %s: %s; make that directory writable or"
                                    .formatted(cache, e)
                            + " set XDG_CACHE_HOME to one that is",
                    e);
        } finally {
            if (work != null) {
                DirectoryDeletion.delete(work);
            }
        }
        return verified(directory);
    }

    private static void publish(Path unpacked, Path directory) throws IOException {
        try {
            Files.move(unpacked, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster: a directory with content is never replaced by a rename.
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static NetHackInstallation verified(Path directory) {
        verify(directory.resolve(LIBRARY), LIBRARY_SHA256);
        verify(directory.resolve(DATA), DATA_SHA256);
        return new NetHackInstallation(directory.resolve(LIBRARY), directory.resolve(DATA));
    }

    private static void verify(Path file, String expected) {
        String found;
        try {
            found = sha256(file);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "%s cannot be read (%s); expected %s and %s of the wheel nle 1.3.0 in %s"
                            .formatted(file, e, LIBRARY, DATA, file.getParent()),
                    e);
        }
        if (!found.equals(expected)) {
            throw new EnvironmentException(
                    "%s has SHA-256 %s, expected %s: the file of the wheel nle 1.3.0 for cp311 on"
                                    .formatted(file, found, expected)
                            + " manylinux x86_64. Other builds lay their memory out differently"
                            + " and would crash; replace the file, or delete the directory if it"
                            + " is the cache");
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static Path cacheDirectory() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("retain");
    }
}
