package org.retain.jobs;

import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Summary;

/** What {@code ./retain demo} shows in one environment. */
interface Demo {

    /**
     * Shows it, from the start to the end.
     *
     * @param given by the user
     * @param directory of all that is written, empty
     * @return the figures that were shown
     */
    Summary run(Configuration given, Path directory, CommandContext context) throws Exception;
}
