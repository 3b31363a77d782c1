package org.retain.jobs;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of {@code ./retain experiment}. */
public final class ExperimentOptions {

    public static final ConfigOption<List<String>> EXPERIMENT =
            ConfigOptions.key("experiment")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            """
                            One experiment: the name of one that comes with Retain \
                            (two-state-mdp, apple-retrieval, nethack-small, nethack-paper, \
                            nethack-paper-released, nethack-paper-baselines), or a YAML file.""");

    public static final ConfigOption<String> OUTPUT =
            ConfigOptions.key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory of the experiment; one that it began is gone on with. \
                            Default: experiments/NAME below the working directory, with --quick \
                            experiments/NAME-quick.""");

    public static final ConfigOption<Boolean> QUICK =
            ConfigOptions.key("quick")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            The same experiment cut to minutes, as its file says below 'quick': to \
                            see that all works, not for its figures.""");

    public static final ConfigOption<Boolean> PLAN =
            ConfigOptions.key("plan")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Check the experiment and list its runs; nothing is started or written.");

    public static final ConfigOption<String> SEGMENTS =
            ConfigOptions.key("experiment.segments")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            NetHack: recorded games, as a directory of Parquet shards that \
                            ./retain preprocess wrote, or in the layout of NLD-AA, to be \
                            preprocessed first. Default: the three games that come with Retain, \
                            which are too few for a teacher that plays well.""");

    public static final ConfigOption<String> TEACHER =
            ConfigOptions.key("experiment.teacher")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            NetHack: weights file of the teacher, safetensors, instead of cloning \
                            one from the games.""");

    public static final ConfigOption<ExperimentStart> START =
            ConfigOptions.key("experiment.start")
                    .enumType(ExperimentStart.class)
                    .defaultValue(ExperimentStart.TEACHER)
                    .withDescription(
                            """
                            In an experiment's file, NetHack: what a method's students start \
                            from. teacher: its weights; scratch: random weights of the network in \
                            the file's section 'scratch', drawn from the run's seed.""");

    private ExperimentOptions() {}
}
