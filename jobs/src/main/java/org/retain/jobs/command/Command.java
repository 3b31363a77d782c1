package org.retain.jobs.command;

import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * One command of {@code ./retain}.
 *
 * <pre>{@code
 * public final class PreprocessCommand extends Command {
 *     public String name() { return "preprocess"; }
 *     public String summary() { return "Turn recorded games into Parquet segments"; }
 *     public List<ConfigOption<?>> options() { return List.of(INPUT, OUTPUT, ROLE); }
 *     public List<ConfigOption<?>> required() { return List.of(INPUT, OUTPUT); }
 *     public Summary run(Configuration configuration, CommandContext context) { ... }
 * }
 * }</pre>
 *
 * <p>The launcher adds {@code --config}, {@code --json}, {@code --verbose}, {@code --help} and
 * {@code -Dkey=value}; parses and checks the values; prints the summary; and turns the outcome into
 * an exit code. Constructors and the naming methods must be cheap, because {@code ./retain help}
 * calls them for every command.
 */
public abstract class Command {

    /** The word typed after {@code ./retain}: lower case, one word. */
    public abstract String name();

    /** One line for the list of commands: imperative, without a full stop. */
    public abstract String summary();

    /** What else {@code --help} should say: one paragraph, or empty. */
    public String details() {
        return "";
    }

    /** The options of this command, in the order in which {@code --help} shows them. */
    public abstract List<ConfigOption<?>> options();

    /** Those of the options that must be given, on the command line or in the file. */
    public List<ConfigOption<?>> required() {
        return List.of();
    }

    /**
     * The option that takes the arguments without a name, such as the files of {@code inspect
     * FILE...}: a list of strings that is not among {@link #options()}. Without a default value at
     * least one argument must be given.
     */
    public Optional<ConfigOption<List<String>>> positional() {
        return Optional.empty();
    }

    /**
     * Does the work and returns only when all that was asked is done.
     *
     * @param configuration the values of all options, checked for their type, and whatever Flink
     *     settings were given with {@code -Dkey=value} or in the file
     * @return what was done; printed for a person, or with {@code --json} as one line
     * @throws UsageException for values that cannot be: exit code 2
     * @throws CommandException for failures that the user can act upon: exit code 1, message only
     * @throws StoppedException when the command ended early because {@link CommandContext#stop()}
     *     asked it to
     * @throws Exception anything else is shown by its root cause and the place of the log
     */
    public abstract Summary run(Configuration configuration, CommandContext context)
            throws Exception;
}
