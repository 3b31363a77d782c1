package org.retain.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.command.UsageException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentKind;
import org.retain.jobs.experiment.PlannedRun;
import org.retain.jobs.experiment.Section;
import org.retain.operators.evaluation.EvaluateSettings;
import org.retain.operators.learner.LearnerOperator;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.probe.ProbeOptions;
import org.retain.operators.probe.ProbeSettings;

/** Checks all options of an experiment before its first run starts. */
final class ExperimentPlan {

    /** Stands for files that there are only later. */
    private static final Path LATER = Path.of("later.safetensors");

    private ExperimentPlan() {}

    /**
     * Checks each run as its stations will.
     *
     * @throws UsageException when an option is unknown, out of range, or does not go with another
     */
    static void check(Experiment experiment, Configuration given) {
        if (experiment.kind() != ExperimentKind.NETHACK) {
            new ToyExperiment(experiment).check();
            return;
        }
        ExperimentConfiguration configuration = new ExperimentConfiguration(given, experiment);
        for (Section section : Section.values()) {
            if (section != Section.OPTIONS) {
                configuration.section(section);
            }
        }
        if (experiment.has(Section.TEACHER)) {
            check("teacher", () -> pretraining(configuration));
        }
        if (experiment.has(Section.PROBE)) {
            check("probe", () -> probe(configuration));
        }
        experiment
                .runs()
                .forEach(
                        run ->
                                check(
                                        "run " + run.name(),
                                        () -> run(run, experiment, configuration)));
    }

    private static void pretraining(ExperimentConfiguration configuration) {
        LearnerOperator.pretraining(configuration.pretraining(LATER, LATER));
    }

    private static void probe(ExperimentConfiguration configuration) {
        Configuration probe = configuration.probe("", LATER, LATER);
        probe.set(ProbeOptions.WEIGHTS, List.of(LATER.toString()));
        probe.set(ProbeOptions.OUTPUT, LATER.toString());
        ProbeSettings.of(probe);
    }

    private static void run(
            PlannedRun run, Experiment experiment, ExperimentConfiguration configuration) {
        Configuration training =
                configuration.training(
                        run, LATER, Optional.of(LATER), Optional.of(LATER), LATER, "later:0");
        FineTuneJob.build(StreamExecutionEnvironment.getExecutionEnvironment(training), training);
        RolloutSetup.of(training);
        EvaluateSettings.of(configuration.evaluation(run, LATER, LATER));
        if (experiment.has(Section.PROBE) && training.get(WeightsOptions.SNAPSHOT_INTERVAL) == 0) {
            throw new UsageException(
                    "Section '%s' asks for a probe of the weights that %s keeps, but --%s is 0; set it, or remove the section"
                            .formatted(
                                    Section.PROBE.key(),
                                    run.name(),
                                    WeightsOptions.SNAPSHOT_INTERVAL.key()));
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
