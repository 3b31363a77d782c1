package org.retain.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes that outlive this JVM, the terminal and its Ctrl-C. */
final class DetachedProcess {
    private DetachedProcess() {}

    /** Starts {@code command} with its output in {@code output}, in a session of its own. */
    static ClusterProcess start(String role, List<String> command, Path output) {
        List<String> detached = new ArrayList<>();
        // Without setsid the process still survives the terminal, but not a Ctrl-C while it starts.
        detached.add(isOnPath("setsid") ? "setsid" : "nohup");
        detached.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(detached)
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        try {
            return ClusterProcess.of(role, builder.start().toHandle());
        } catch (IOException e) {
            throw new ClusterException(
                    "Process %s of the local cluster cannot be started: %s".formatted(role, e), e);
        }
    }

    private static boolean isOnPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
