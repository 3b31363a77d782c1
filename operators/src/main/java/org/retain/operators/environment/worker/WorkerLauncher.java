package org.retain.operators.environment.worker;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/** How a child process that hosts environments is started. */
interface WorkerLauncher extends Serializable {

    /** What it hosts, for messages. */
    String title();

    /**
     * The command, which gets the socket's path as a last argument.
     *
     * @param directory a private one for the child's temporary files, deleted when it has ended
     */
    List<String> command(Path directory) throws IOException;

    /** What the child needs to know, as JSON. */
    String settings();
}
