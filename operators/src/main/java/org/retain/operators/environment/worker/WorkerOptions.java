package org.retain.operators.environment.worker;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Options of environments that run in a child process. */
public final class WorkerOptions {

    public static final ConfigOption<Duration> TIMEOUT =
            ConfigOptions.key("environment.worker-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription(
                            """
                            Longest wait for a worker process to start or to answer. One that \
                            takes longer is killed and replaced; its episodes end as truncated.\
                            """);

    public static final ConfigOption<Integer> FAILURES =
            ConfigOptions.key("environment.worker-failures")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            """
                            Worker processes that may fail in a row, without one step that \
                            succeeds in between; with the last of them the task fails.\
                            """);

    public static final ConfigOption<Integer> RECYCLE_EPISODES =
            ConfigOptions.key("environment.recycle-episodes")
                    .intType()
                    .defaultValue(2000)
                    .withDescription(
                            """
                            Episodes begun in a worker process after which a new one takes over \
                            and the old one ends with its last episode: native libraries lose a \
                            little memory with each.\
                            """);

    public static final ConfigOption<MemorySize> HEAP =
            ConfigOptions.key("environment.worker-heap")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(256))
                    .withDescription(
                            """
                            Heap of a child JVM (environment.isolation 'process'), which lies \
                            outside the TaskManager's memory.\
                            """);

    public static final ConfigOption<String> GYMNASIUM_ID =
            ConfigOptions.key("environment.gymnasium.id")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Id that gymnasium.make takes, such as CartPole-v1 or module:Name-v0.");

    public static final ConfigOption<String> GYMNASIUM_KWARGS =
            ConfigOptions.key("environment.gymnasium.kwargs")
                    .stringType()
                    .defaultValue("{}")
                    .withDescription(
                            "Keyword arguments of gymnasium.make, a JSON object in one string.");

    public static final ConfigOption<String> GYMNASIUM_PYTHON =
            ConfigOptions.key("environment.gymnasium.python")
                    .stringType()
                    .defaultValue("python3")
                    .withDescription(
                            """
                            Python that runs the environments, a name on the PATH or the path of \
                            a virtual environment's bin/python. It needs gymnasium and what the \
                            environment itself needs, on every machine that plays.\
                            """);

    public static final ConfigOption<List<String>> GYMNASIUM_IMPORT =
            ConfigOptions.key("environment.gymnasium.import")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Python modules to import first because they register the \
                            environment, such as nle or minihack.\
                            """);

    public static final ConfigOption<String> GYMNASIUM_PLACE =
            ConfigOptions.key("environment.gymnasium.place")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            """
                            Name of an integer in the environment's info that says where in the \
                            world the agent is, such as a stage; it becomes a stratum. Empty: \
                            places are not told apart.\
                            """);

    private WorkerOptions() {}
}
