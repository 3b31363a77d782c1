package org.retain.jobs.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * The libraries that jobs need on the class path of a Flink cluster: those of this JVM without
 * Retain's own classes, without what only a broker or a terminal needs, and without what the
 * distribution holds already.
 */
final class FlinkLibraries {
    private static final String LEFT_OUT = "libraries-left-out.txt";

    private static final double BUNDLED_SHARE = 0.95;

    private FlinkLibraries() {}

    /**
     * Copies the libraries that {@code lib}, the lib directory of a Flink distribution, lacks.
     *
     * @return the names of the copied files
     * @throws ClusterException if {@code lib} belongs to no distribution of this Flink version
     */
    static List<String> copyTo(Path lib) {
        requireDistribution(lib);
        try {
            Set<String> present = classesIn(lib);
            Pattern leftOut = leftOut();
            List<String> copied = new ArrayList<>();
            for (Path library : ClusterClassPath.entries()) {
                String name = library.getFileName().toString();
                if (!name.endsWith(".jar") || leftOut.matcher(name).lookingAt()) {
                    continue;
                }
                Set<String> classes = new HashSet<>();
                addClasses(library, classes);
                if (Files.exists(lib.resolve(name)) || isPresent(classes, present)) {
                    continue;
                }
                copy(library, lib.resolve(name));
                copied.add(name);
            }
            return copied;
        } catch (IOException e) {
            throw new ClusterException("Libraries cannot be copied to %s: %s".formatted(lib, e), e);
        }
    }

    /** The distribution leaves single classes out of the libraries it bundles. */
    private static boolean isPresent(Set<String> classes, Set<String> present) {
        long found = classes.stream().filter(present::contains).count();
        return !classes.isEmpty() && found >= BUNDLED_SHARE * classes.size();
    }

    private static void requireDistribution(Path lib) {
        String expected = "flink-dist-" + EnvironmentInformation.getVersion() + ".jar";
        if (!Files.exists(lib.resolve(expected))) {
            throw new ClusterException(
                    "%s holds no %s; give the lib directory of a Flink %s distribution"
                            .formatted(lib, expected, EnvironmentInformation.getVersion()));
        }
    }

    private static Set<String> classesIn(Path lib) throws IOException {
        Set<String> classes = new HashSet<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, "*.jar")) {
            for (Path jar : jars) {
                addClasses(jar, classes);
            }
        }
        return classes;
    }

    private static void addClasses(Path jar, Set<String> classes) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .filter(
                            name ->
                                    !name.startsWith("META-INF/")
                                            && !name.equals("module-info.class"))
                    .forEach(classes::add);
        }
    }

    private static Pattern leftOut() throws IOException {
        try (InputStream in = FlinkLibraries.class.getResourceAsStream(LEFT_OUT)) {
            List<String> patterns =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .toList();
            return Pattern.compile(String.join("|", patterns));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Path partial = to.resolveSibling(to.getFileName() + ".part");
        try {
            Files.copy(from, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
