package org.retain.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The class path of this JVM without Retain's own classes. Processes of a cluster run on it, so
 * that native libraries load once per process while every job brings Retain's classes along in its
 * jar.
 */
final class ClusterClassPath {
    private static final String OWN_CLASSES = "org/retain/";

    private ClusterClassPath() {}

    static List<Path> entries() {
        return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .filter(entry -> Files.exists(entry) && !holdsOwnClasses(entry))
                .toList();
    }

    private static boolean holdsOwnClasses(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.isDirectory(entry.resolve(OWN_CLASSES));
        }
        try (JarFile jar = new JarFile(entry.toFile(), false)) {
            return jar.stream().anyMatch(file -> file.getName().startsWith(OWN_CLASSES));
        } catch (IOException e) {
            throw new ClusterException(
                    "%s on the class path is no readable jar: %s".formatted(entry, e), e);
        }
    }
}
