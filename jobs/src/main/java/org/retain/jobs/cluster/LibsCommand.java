package org.retain.jobs.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;

/** {@code ./retain libs}: prepares a Flink distribution for Retain's jobs. */
public final class LibsCommand extends Command {
    @Override
    public String name() {
        return "libs";
    }

    @Override
    public String summary() {
        return "Copy the libraries that jobs need into the lib directory of a Flink distribution";
    }

    @Override
    public String details() {
        return "Only what the directory lacks is copied. Native libraries load once per process, so"
                + " they must lie there and not in the job's jar; restart the cluster afterwards.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of();
    }

    @Override
    public Optional<ConfigOption<List<String>>> positional() {
        return Optional.of(LibraryOptions.DIRECTORY);
    }

    @Override
    public Summary run(Configuration configuration, CommandContext context) {
        List<String> directories = configuration.get(LibraryOptions.DIRECTORY);
        if (directories.size() != 1) {
            throw new UsageException("libs takes one directory, found " + directories);
        }
        List<String> copied = FlinkLibraries.copyTo(Path.of(directories.get(0)));
        copied.forEach(name -> context.out().println("Copied " + name));
        return new Summary()
                .with("copied", copied)
                .with("job_jar", Installation.jobJar().toString());
    }
}
