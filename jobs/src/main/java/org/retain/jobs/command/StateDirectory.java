package org.retain.jobs.command;

import java.nio.file.Path;

/** Where {@code ./retain} keeps logs and what it knows of the local cluster. */
public final class StateDirectory {

    private StateDirectory() {}

    /** The system property {@code retain.state}, or {@code .retain} in the working directory. */
    public static Path path() {
        return Path.of(System.getProperty("retain.state", ".retain")).toAbsolutePath().normalize();
    }
}
