package org.retain.jobs.command;

import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Reads the arguments of a job that Flink starts, in the same way as the commands of {@code
 * ./retain}: {@code --key value}, {@code --config file.yaml}, {@code -Dkey=value} for a setting of
 * Flink.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.FineTuneJob retain-job.jar --memory.capacity 10000
 * }</pre>
 *
 * <p>Arguments of others pass, because Flink's entry points forward theirs. A key with the dotted
 * prefix of a known option, or a slip of the finger away from one, is an error.
 */
public final class JobConfiguration {

    private JobConfiguration() {}

    /**
     * Parses and checks.
     *
     * @param job the job's name, for messages
     * @param options all options of the job
     * @throws UsageException when a key of ours is unknown or a value is not of its type
     */
    public static Configuration fromArgs(String job, String[] args, List<ConfigOption<?>> options) {
        return new OptionParser(
                        OptionSpecification.of(job, options), Set.of(), OptionParser.Foreign.PASSED)
                .parse(args);
    }
}
