package org.retain.jobs.command;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the list of commands and the help of one. */
final class Help {

    private static final int WIDTH = 100;

    private final Console console;

    Help(Console console) {
        this.console = console;
    }

    void list(List<Command> commands) {
        int width = commands.stream().mapToInt(c -> c.name().length()).max().orElse(0);
        console.out().println("Usage: ./retain COMMAND [OPTIONS]");
        console.out().println();
        console.out().println("Fine-tune reinforcement-learning agents without forgetting.");
        console.out().println();
        for (Command command : commands) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "  %-" + Math.max(width, 1) + "s  %s%n",
                            command.name(),
                            command.summary());
        }
        console.out().println();
        console.out().println("./retain COMMAND --help shows the options of a command.");
    }

    void show(Command command) {
        CommandSpec spec = OptionSpecification.of(command).toPicocli();
        String details = command.details().isEmpty() ? "" : "%n%n" + escape(command.details());
        spec.usageMessage()
                .width(WIDTH)
                .sortOptions(false)
                .sortSynopsis(false)
                .abbreviateSynopsis(true)
                .synopsisHeading("Usage: ./")
                .description(escape(command.summary()) + "." + details)
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n");
        spec.parser().separator(" ");
        CommandLine line = new CommandLine(spec);
        Ansi ansi = console.outIsTerminal() ? Ansi.AUTO : Ansi.OFF;
        console.out().print(line.getUsageMessage(ansi));
    }

    private static String escape(String text) {
        return text.strip().replaceAll("\\s+", " ").replace("%", "%%");
    }
}
