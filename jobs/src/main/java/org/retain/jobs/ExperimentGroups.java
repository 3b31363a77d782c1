package org.retain.jobs;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.cluster.TopicOptions;
import org.retain.jobs.command.OptionCheck;
import org.retain.jobs.command.UsageException;
import org.retain.jobs.experiment.Section;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.policy.ScaledNetOptions;
import org.retain.operators.probe.ProbeOptions;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/** Which options each section of a NetHack experiment's file may hold. */
final class ExperimentGroups {

    /** What the experiment itself decides: files, topics, and what follows from the run's seed. */
    private static final Set<String> OWN =
            Set.of(
                    LearnerOptions.OUTPUT.key(),
                    PretrainOptions.INPUT.key(),
                    EvaluateOptions.WEIGHTS.key(),
                    EvaluateOptions.WEIGHTS_SHA256.key(),
                    EnvironmentOptions.SEED.key(),
                    RolloutOptions.SEED.key(),
                    RolloutOptions.INITIAL_WEIGHTS.key(),
                    MemoryOptions.SEED.key(),
                    TargetOptions.TEACHER.key(),
                    TargetOptions.TEACHER_SHA256.key(),
                    LearnerOptions.INITIAL_WEIGHTS.key(),
                    LearnerOptions.INITIAL_SHA256.key(),
                    RetentionOptions.FISHER.key(),
                    RetentionOptions.FISHER_SHA256.key(),
                    WeightsOptions.DIRECTORY.key(),
                    ProbeOptions.WEIGHTS_DIRECTORY.key(),
                    ProbeOptions.TEACHER.key(),
                    ProbeOptions.RUN.key(),
                    JobOptions.NAME.key(),
                    FineTuneOptions.BOUNDED.key(),
                    FineTuneOptions.ROLLOUTS_START.key(),
                    KafkaOptions.BOOTSTRAP_SERVERS.key(),
                    TopicOptions.PREFIX.key());

    private static final Map<Section, List<ConfigOption<?>>> GROUPS = groups();

    private ExperimentGroups() {}

    /**
     * The options of a section.
     *
     * @param place where they stand, for messages
     * @throws UsageException when one is unknown, of another type, or none for an experiment's file
     */
    static Configuration check(Section section, String place, Map<String, String> options) {
        for (String key : options.keySet()) {
            if (OWN.contains(key)) {
                throw new UsageException(
                        "'%s' of %s is decided by the experiment itself; remove it"
                                .formatted(key, place));
            }
        }
        return OptionCheck.check(place, options, GROUPS.get(section));
    }

    /** Those of the options that concern the environment, for another station. */
    static Configuration environment(Configuration options) {
        Configuration environment = new Configuration();
        Map<String, String> all = options.toMap();
        for (ConfigOption<?> option : EnvironmentGroups.all()) {
            String value = all.get(option.key());
            if (value != null) {
                environment.setString(option.key(), value);
            }
        }
        return environment;
    }

    private static Map<Section, List<ConfigOption<?>>> groups() {
        Map<Section, List<ConfigOption<?>>> groups = new EnumMap<>(Section.class);
        List<ConfigOption<?>> loop = new ArrayList<>(FineTuneOptions.all());
        loop.addAll(RolloutGroups.all());
        loop.add(ExperimentOptions.START);
        groups.put(Section.OPTIONS, loop);
        groups.put(Section.TEACHER, PretrainJob.options());
        groups.put(
                Section.SCRATCH,
                List.of(
                        PretrainOptions.NETWORK,
                        ScaledNetOptions.MESSAGE_WIDTH,
                        ScaledNetOptions.BOTTOM_LINE_WIDTH,
                        ScaledNetOptions.MAP_WIDTH,
                        ScaledNetOptions.FUSION_WIDTH,
                        ScaledNetOptions.CORE_WIDTH,
                        ScaledNetOptions.ACTIONS));
        groups.put(Section.DEMONSTRATIONS, List.of(FeedOptions.LANES, FeedOptions.GAMES));
        groups.put(Section.FISHER, FisherJob.options());
        groups.put(Section.PROBE, ProbeOptions.ALL);
        groups.put(Section.EVALUATE, EvaluateJob.options());
        return groups;
    }
}
