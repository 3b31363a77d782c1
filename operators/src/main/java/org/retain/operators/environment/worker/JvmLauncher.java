package org.retain.operators.environment.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A child JVM of this one's Java and classes, also those of a Flink job's own class loader.
 *
 * @param title for messages
 * @param options of the environment
 * @param heapBytes of the child
 */
record JvmLauncher(String title, Map<String, String> options, long heapBytes)
        implements WorkerLauncher {

    @Override
    public List<String> command(Path directory) throws IOException {
        Path file = directory.resolve("arguments");
        // A class path can be longer than the kernel's limit for one argument.
        Files.writeString(file, "-cp\n\"" + escape(classPath(loader())) + "\"\n");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + file);
        command.add("-Xmx" + heapBytes);
        command.add("-XX:+UseSerialGC");
        command.add("-Djava.io.tmpdir=" + directory);
        Path lasting = Path.of(System.getProperty("java.io.tmpdir"));
        command.add("-XX:ErrorFile=" + lasting.resolve("retain-worker-hs_err_%p.log"));
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add(WorkerMain.class.getName());
        return command;
    }

    @Override
    public String settings() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        ObjectNode given = node.putObject("options");
        options.forEach(given::put);
        return node.toString();
    }

    /** Files of all class loaders from this one up, its own first. */
    static String classPath(ClassLoader loader) {
        Set<String> paths = new LinkedHashSet<>();
        for (ClassLoader one = loader; one != null; one = one.getParent()) {
            if (one instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    paths.add(path(url));
                }
            }
        }
        paths.add(System.getProperty("java.class.path"));
        return String.join(System.getProperty("path.separator"), paths);
    }

    private static ClassLoader loader() {
        return JvmLauncher.class.getClassLoader();
    }

    private static String path(URL url) {
        try {
            URI uri = url.toURI();
            if (!"file".equals(uri.getScheme())) {
                throw new IllegalStateException(
                        "Class path entry %s is no file, so a child JVM cannot read it"
                                .formatted(url));
            }
            return Path.of(uri).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Class path entry " + url, e);
        }
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
