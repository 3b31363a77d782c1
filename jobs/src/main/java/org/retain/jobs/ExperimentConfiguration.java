package org.retain.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.PlannedRun;
import org.retain.jobs.experiment.Section;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.learner.FisherOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.learner.Retention;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.memory.MemoryOptions;
import org.retain.operators.probe.ProbeOptions;
import org.retain.operators.rollout.RolloutOptions;
import org.retain.operators.target.TargetOptions;

/**
 * What the stations of a NetHack experiment are told: the options of its file, and what follows
 * from the run.
 */
final class ExperimentConfiguration {

    private final Configuration given;
    private final Experiment experiment;

    /**
     * Options of one experiment.
     *
     * @param given by the user on the command line
     */
    ExperimentConfiguration(Configuration given, Experiment experiment) {
        this.given = given;
        this.experiment = experiment;
    }

    /** The teacher that the user gives. */
    Optional<Path> teacher() {
        return given.getOptional(ExperimentOptions.TEACHER).map(Path::of);
    }

    /** Cloning of the teacher. */
    Configuration pretraining(Path segments, Path output) {
        Configuration config = section(Section.TEACHER);
        config.set(PretrainOptions.INPUT, segments.toString());
        config.set(LearnerOptions.OUTPUT, output.toString());
        return config;
    }

    /** The Fisher information of the teacher. */
    Configuration fisher(Path segments, Path teacher, Path output) {
        Configuration config = section(Section.FISHER);
        holdOut(config);
        config.set(FisherOptions.INPUT, segments.toString());
        config.set(FisherOptions.WEIGHTS, teacher.toString());
        config.set(FisherOptions.OUTPUT, output.toString());
        return config;
    }

    /** Whether a run's learner needs recorded games. */
    static boolean learnsFromDemonstrations(Configuration training) {
        Retention retention = training.get(RetentionOptions.METHOD);
        return retention == Retention.BC || retention == Retention.EM;
    }

    /** Whether a run's learner or its memory needs the teacher's answers. */
    static boolean asksTheTeacher(Configuration training) {
        Retention retention = training.get(RetentionOptions.METHOD);
        return retention == Retention.KS || retention == Retention.BC;
    }

    /**
     * Fine-tuning and playing.
     *
     * @param start weights that the student starts from
     * @param teacher its weights; empty where there is none
     * @param fisher file for ewc; empty where there is none
     */
    Configuration training(
            PlannedRun run,
            Path start,
            Optional<Path> teacher,
            Optional<Path> fisher,
            Path output) {
        Configuration config = options(run);
        config.set(LearnerOptions.OUTPUT, output.toString());
        config.set(LearnerOptions.INITIAL_WEIGHTS, start.toString());
        if (asksTheTeacher(config)) {
            teacher.ifPresent(file -> config.set(TargetOptions.TEACHER, file.toString()));
        }
        fisher.ifPresent(file -> config.set(RetentionOptions.FISHER, file.toString()));
        config.set(EnvironmentOptions.SEED, run.seed());
        config.set(RolloutOptions.SEED, run.seed());
        config.set(MemoryOptions.SEED, run.seed());
        JobRun.showProgress(config);
        return JobDefaults.under(config);
    }

    /** The options of a run, as the file gives them. */
    Configuration options(PlannedRun run) {
        Configuration config = new Configuration(given);
        config.set(EnvironmentOptions.NAME, EnvironmentName.NETHACK);
        config.addAll(
                ExperimentGroups.check(
                        Section.OPTIONS, "options and methods." + run.method(), run.options()));
        return config;
    }

    /** The games that are fed to who learns from demonstrations, over the topics of a training. */
    Configuration feeding(Configuration training, Path segments) {
        Configuration config = new Configuration(training);
        config.addAll(own(Section.DEMONSTRATIONS));
        holdOut(config);
        config.set(FeedOptions.INPUT, segments.toString());
        return config;
    }

    /**
     * The probe of weights on the games that the teacher was not cloned from.
     *
     * @param run name of the run
     */
    Configuration probe(String run, Path segments, Path teacher) {
        Configuration config = section(Section.PROBE);
        holdOut(config);
        config.set(PretrainOptions.INPUT, segments.toString());
        config.set(ProbeOptions.TEACHER, teacher.toString());
        config.set(ProbeOptions.RUN, run);
        return config;
    }

    /** The evaluation of weights: the same episodes for all of them. */
    Configuration evaluation(PlannedRun run, Path weights, Path output) {
        Configuration config = new Configuration(given);
        config.addAll(ExperimentGroups.environment(options(run)));
        config.addAll(section(Section.EVALUATE));
        config.set(EvaluateOptions.WEIGHTS, weights.toString());
        config.set(EvaluateOptions.OUTPUT, output.toString());
        return config;
    }

    /** The options of a section, checked, over those of the command line. */
    Configuration section(Section section) {
        Configuration config = new Configuration(given);
        config.addAll(own(section));
        return config;
    }

    private Configuration own(Section section) {
        return ExperimentGroups.check(section, section.key(), experiment.options(section));
    }

    /**
     * The games that nobody learns from and the probe looks at: those that the section of the
     * teacher holds out, or else that of the probe.
     */
    private void holdOut(Configuration config) {
        for (Section section : List.of(Section.PROBE, Section.TEACHER)) {
            Map<String, String> options = own(section).toMap();
            for (ConfigOption<?> heldOut :
                    List.of(PretrainOptions.HELD_OUT, PretrainOptions.HELD_OUT_GAMES)) {
                String value = options.get(heldOut.key());
                if (value != null) {
                    config.setString(heldOut.key(), value);
                }
            }
        }
    }

    /** Whether any of the runs has this retention. */
    boolean any(Retention retention) {
        return experiment.anyMethodHas(RetentionOptions.METHOD.key(), retention.name());
    }
}
