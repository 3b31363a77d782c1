package org.retain.jobs;

import java.util.List;
import org.retain.jobs.cluster.DownCommand;
import org.retain.jobs.cluster.LibsCommand;
import org.retain.jobs.cluster.TopicsCommand;
import org.retain.jobs.cluster.UpCommand;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.Console;
import org.retain.jobs.command.Launcher;
import org.retain.jobs.command.StopSignals;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.inspect.InspectCommand;
import org.retain.jobs.report.ReportCommand;

/** The program behind {@code ./retain}: a command is one class and one line here. */
public final class Retain {

    private Retain() {}

    /** The commands in the order of {@code ./retain help}. */
    public static List<Command> commands() {
        return List.of(
                new DemoCommand(),
                new InspectCommand(),
                new PreprocessCommand(),
                new PretrainCommand(),
                new FisherCommand(),
                new FeedCommand(),
                new FineTuneCommand(),
                new EvaluateCommand(),
                new ExperimentCommand(),
                new ReportCommand(),
                new ProbeCommand(),
                new RolloutCommand(),
                new AnnounceCommand(),
                new UpCommand(),
                new DownCommand(),
                new TopicsCommand(),
                new LibsCommand());
    }

    public static void main(String[] args) {
        Console console = Console.ofProcess();
        StopToken stop = new StopToken();
        StopSignals signals = StopSignals.install(stop, console.err());
        int code = new Launcher(commands(), console, stop).execute(args);
        System.exit(signals.exitCode(code));
    }
}
