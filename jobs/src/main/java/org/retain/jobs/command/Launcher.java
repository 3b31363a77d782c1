package org.retain.jobs.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Runs one command line and tells its exit code: 0 when all that was asked is done, 1 when the
 * command failed, 2 when the command line is wrong. It never ends the JVM.
 */
public final class Launcher {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final List<Command> commands;
    private final Console console;
    private final StopToken stop;

    public Launcher(List<Command> commands, Console console, StopToken stop) {
        this.commands = commands;
        this.console = console;
        this.stop = stop;
    }

    /** Runs the command line. */
    public int execute(String... args) {
        try {
            return dispatch(List.of(args));
        } catch (UsageException e) {
            return new Failure(console, Arrays.asList(args).contains("--json")).misuse(e, MISUSED);
        }
    }

    private int dispatch(List<String> args) {
        String first = args.isEmpty() ? "help" : args.get(0);
        List<String> rest = args.subList(Math.min(1, args.size()), args.size());
        if (Set.of("help", "--help", "-h").contains(first)) {
            Help help = new Help(console);
            if (rest.isEmpty()) {
                help.list(commands);
            } else {
                help.show(find(rest.get(0)));
            }
            return DONE;
        }
        Command command = find(first);
        if (rest.contains("--help") || rest.contains("-h")) {
            new Help(console).show(command);
            return DONE;
        }
        return run(command, rest);
    }

    private int run(Command command, List<String> args) {
        Path log = CommandLog.open(command.name(), args.contains("--verbose"));
        Configuration configuration =
                new OptionParser(
                                OptionSpecification.of(command),
                                keysOfAll(),
                                OptionParser.Foreign.REFUSED)
                        .parse(args.toArray(String[]::new));
        boolean json = configuration.get(CommandOptions.JSON);
        Console results = json ? console.withResultsOnErr() : console;
        try {
            Summary summary = command.run(configuration, new CommandContext(results, stop));
            print(summary, json);
            return DONE;
        } catch (UsageException e) {
            return new Failure(console, json).misuse(e, MISUSED);
        } catch (Throwable e) {
            if (stop.requested()) {
                console.err().printf("%s stopped before its end%n", command.name());
            } else {
                new Failure(console, json)
                        .show(command, e, log, configuration.get(CommandOptions.VERBOSE));
            }
            return FAILED;
        }
    }

    private void print(Summary summary, boolean json) {
        PrintStream out = console.out();
        if (json) {
            out.println(summary.json());
        } else if (!summary.values().isEmpty()) {
            out.println(summary.text());
        }
        out.flush();
    }

    private Command find(String name) {
        return commands.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(unknown(name)));
    }

    private String unknown(String name) {
        List<String> names =
                Stream.concat(commands.stream().map(Command::name), Stream.of("help")).toList();
        String end =
                NearestName.of(name, names)
                        .map("; did you mean %s?"::formatted)
                        .orElse("; ./retain help lists the commands");
        return "Unknown command %s%s".formatted(name, end);
    }

    private Set<String> keysOfAll() {
        return commands.stream()
                .flatMap(command -> command.options().stream())
                .map(ConfigOption::key)
                .collect(Collectors.toSet());
    }
}
