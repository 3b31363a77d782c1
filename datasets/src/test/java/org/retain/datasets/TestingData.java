package org.retain.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the data that tests read beyond what the repository bundles. */
public final class TestingData {

    private TestingData() {}

    /**
     * The directory of shared recordings and golden numbers: the system property {@code
     * retain.shared}, else the environment variable {@code RETAIN_SHARED}, else {@code shared}
     * beside the checkout. Empty where there is none; tests then check less.
     */
    public static Optional<Path> sharedDirectory() {
        String configured =
                System.getProperty("retain.shared", System.getenv().get("RETAIN_SHARED"));
        Path directory =
                configured == null
                        ? repositoryRoot().resolveSibling("shared")
                        : Path.of(configured);
        return Optional.of(directory).filter(Files::isDirectory);
    }

    /** The top of the checkout. */
    public static Path repositoryRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("retain"))
                && !Files.isDirectory(directory.resolve("datasets"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException(
                        "No checkout of Retain above " + Path.of("").toAbsolutePath());
            }
        }
        return directory;
    }
}
