package org.retain.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.jobs.command.UsageException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentKind;
import org.retain.jobs.experiment.PlannedRun;
import org.retain.jobs.experiment.Section;
import org.retain.operators.evaluation.EvaluateSettings;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.LearnerOperator;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.probe.ProbeOptions;
import org.retain.operators.probe.ProbeSettings;

/** Checks all options of an experiment before its first run starts. */
final class ExperimentPlan {

    /** Stands for files that there are only later. */
    private static final Path LATER = Path.of("later.safetensors");

    private final Experiment experiment;
    private final ExperimentConfiguration configuration;
    private final boolean hasTeacher;

    private ExperimentPlan(Experiment experiment, Configuration given) {
        this.experiment = experiment;
        configuration = new ExperimentConfiguration(given, experiment);
        hasTeacher = experiment.has(Section.TEACHER) || given.contains(ExperimentOptions.TEACHER);
    }

    /**
     * Checks each run as its stations will.
     *
     * @throws UsageException when an option is unknown, out of range, or does not go with another
     */
    static void check(Experiment experiment, Configuration given) {
        if (experiment.kind() == ExperimentKind.NETHACK) {
            new ExperimentPlan(experiment, given).check();
        } else {
            new ToyExperiment(experiment).check();
        }
    }

    private void check() {
        configuration
                .teacher()
                .filter(Files::notExists)
                .ifPresent(
                        file -> {
                            throw new UsageException(
                                    "There is no weights file %s; correct --%s"
                                            .formatted(file, ExperimentOptions.TEACHER.key()));
                        });
        if (!experiment.sweep().isEmpty()) {
            throw new UsageException(
                    "%s sweeps %s, but only toy problems have parameters; give each value a method of its own"
                            .formatted(experiment.name(), experiment.sweep().keySet()));
        }
        for (Section section : Section.values()) {
            if (section != Section.OPTIONS) {
                configuration.section(section);
            }
        }
        if (experiment.has(Section.TEACHER)) {
            check(
                    "teacher",
                    () -> LearnerOperator.pretraining(configuration.pretraining(LATER, LATER)));
        }
        if (experiment.has(Section.PROBE)) {
            check("probe", this::probe);
        }
        experiment.runs().forEach(run -> check("run " + run.name(), () -> run(run)));
    }

    private void probe() {
        Configuration probe = configuration.probe("", LATER, LATER);
        probe.set(ProbeOptions.WEIGHTS, List.of(LATER.toString()));
        probe.set(ProbeOptions.OUTPUT, LATER.toString());
        ProbeSettings.of(probe);
    }

    private void run(PlannedRun run) {
        Configuration training =
                configuration.training(
                        run,
                        LATER,
                        hasTeacher ? Optional.of(LATER) : Optional.empty(),
                        Optional.of(LATER),
                        LATER);
        training.set(KafkaOptions.BOOTSTRAP_SERVERS, "later:0");
        boolean scratch = training.get(ExperimentOptions.START) == ExperimentStart.SCRATCH;
        require(
                scratch ? experiment.has(Section.SCRATCH) : hasTeacher,
                "it starts from %s: give a section '%s'%s"
                        .formatted(
                                scratch ? "scratch" : "the teacher",
                                (scratch ? Section.SCRATCH : Section.TEACHER).key(),
                                scratch ? "" : " or --" + ExperimentOptions.TEACHER.key()));
        FineTuneJob.build(StreamExecutionEnvironment.getExecutionEnvironment(training), training);
        RolloutSetup.of(training);
        EvaluateSettings.of(configuration.evaluation(run, LATER, LATER));
        require(
                !experiment.has(Section.PROBE)
                        || training.get(WeightsOptions.SNAPSHOT_INTERVAL) > 0,
                "the section '%s' looks at weights that a run keeps, but %s is 0: set it, or remove the section"
                        .formatted(Section.PROBE.key(), WeightsOptions.SNAPSHOT_INTERVAL.key()));
        require(
                training.get(LearnerOptions.ALGORITHM) != Algorithm.EXTERNAL,
                "%s is external, but an experiment trains here; set ppo or reinforce"
                        .formatted(LearnerOptions.ALGORITHM.key()));
        require(
                training.get(LearnerOptions.MAX_UPDATES) > 0
                        || training.get(LearnerOptions.MAX_MINUTES) > 0,
                "it would never end; set %s or %s"
                        .formatted(
                                LearnerOptions.MAX_UPDATES.key(),
                                LearnerOptions.MAX_MINUTES.key()));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void check(String what, Runnable check) {
        try {
            check.run();
        } catch (UsageException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new UsageException("%s: %s".formatted(what, e.getMessage()), e);
        }
    }
}
