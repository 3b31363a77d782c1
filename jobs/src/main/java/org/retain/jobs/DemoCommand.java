package org.retain.jobs;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.cluster.EmbeddedClusterOptions;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.StateDirectory;
import org.retain.jobs.command.Summary;
import org.retain.operators.environment.nethack.NetHackOptions;
import org.retain.operators.file.DirectoryDeletion;

/**
 * {@code ./retain demo}: a teacher, and students that start from it, play and learn, in one
 * process, with a real broker and a real Flink cluster.
 */
public final class DemoCommand extends Command {

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "Take three recorded games all the way to a fine-tuned policy, or see one forget";
    }

    @Override
    public String details() {
        return "In NetHack, decodes the bundled games, clones a small teacher from them, lets it"
                + " play, and fine-tunes a student by PPO and kickstarting while that plays. Then"
                + " the student plays the games that the teacher played. In AppleRetrieval, trains"
                + " a teacher on the second half of the task, fine-tunes it on the whole with and"
                + " without retention, and shows what either forgets. All inside this process; ends"
                + " by itself.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(
                DemoOptions.ENVIRONMENT,
                DemoOptions.UPDATES,
                DemoOptions.SEED,
                NetHackOptions.LIBRARY,
                EmbeddedClusterOptions.WEB_PORT);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        Path directory = StateDirectory.path().resolve("demo");
        DirectoryDeletion.delete(directory);
        return given.get(DemoOptions.ENVIRONMENT).demo().run(given, directory, context);
    }
}
