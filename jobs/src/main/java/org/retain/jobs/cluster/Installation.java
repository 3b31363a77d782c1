package org.retain.jobs.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the files lie that commands need beside their classes. */
final class Installation {
    private Installation() {}

    /**
     * The checkout: the system property {@code retain.root}, or the nearest directory above these
     * classes.
     */
    static Path root() {
        String property = System.getProperty("retain.root");
        if (property != null) {
            return Path.of(property);
        }
        for (Path path = classes(); path != null; path = path.getParent()) {
            if (Files.exists(path.resolve("infra/local/config.yaml"))) {
                return path;
            }
        }
        throw new ClusterException(
                "No infra/local/config.yaml above %s; run ./retain of a checkout or set -Dretain.root"
                        .formatted(classes()));
    }

    /**
     * The jar with Retain's classes alone, which is sent to a cluster: the system property {@code
     * retain.job-jar}, or the one beside these classes.
     */
    static Path jobJar() {
        String property = System.getProperty("retain.job-jar");
        List<Path> found = new ArrayList<>();
        if (property != null) {
            found.add(Path.of(property));
        } else {
            try (DirectoryStream<Path> jars =
                    Files.newDirectoryStream(classes().getParent(), "retain-jobs-*-job.jar")) {
                jars.forEach(found::add);
            } catch (IOException e) {
                throw new ClusterException(
                        "No directory %s: %s".formatted(classes().getParent(), e), e);
            }
        }
        if (found.size() != 1 || !Files.isRegularFile(found.get(0))) {
            throw new ClusterException(
                    "Expected one job jar retain-jobs-<version>-job.jar beside %s, found %s; build it with mvn -DskipTests package"
                            .formatted(classes(), found));
        }
        return found.get(0);
    }

    /** The directory or jar that holds this class. */
    private static Path classes() {
        try {
            return Path.of(
                    Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The location of Retain's classes is no path", e);
        }
    }
}
