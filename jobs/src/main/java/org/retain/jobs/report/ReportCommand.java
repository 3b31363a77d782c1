package org.retain.jobs.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Summary;

/** {@code ./retain report DIRECTORY...}: {@link ReportWriter} from the command line. */
public final class ReportCommand extends Command {

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String summary() {
        return "Write the report of an experiment from its results";
    }

    @Override
    public String details() {
        return "Writes report/index.html in the directory: one file that a browser opens from disk."
                + " The experiment command writes it too; this writes it anew, also of an experiment"
                + " that is under way.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of();
    }

    @Override
    public Optional<ConfigOption<List<String>>> positional() {
        return Optional.of(ReportOptions.DIRECTORY);
    }

    @Override
    public Summary run(Configuration configuration, CommandContext context) throws IOException {
        List<String> pages = new ArrayList<>();
        for (String directory : configuration.get(ReportOptions.DIRECTORY)) {
            try {
                Path page = ReportWriter.write(Path.of(directory).toAbsolutePath().normalize());
                context.out().println(page);
                pages.add(page.toString());
            } catch (ReportException e) {
                throw new CommandException(e.getMessage(), e);
            }
        }
        return new Summary().with("reports", pages);
    }
}
