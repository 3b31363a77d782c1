package org.retain.jobs;

import java.nio.file.Path;
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
        experiment.runs().forEach(run -> check("run " + run.name(), () -> run(run, configuration)));
    }

    private static void pretraining(ExperimentConfiguration configuration) {
        LearnerOperator.pretraining(configuration.pretraining(LATER, LATER));
    }

    private static void run(PlannedRun run, ExperimentConfiguration configuration) {
        Configuration training =
                configuration.training(
                        run, LATER, Optional.of(LATER), Optional.of(LATER), LATER, "later:0");
        FineTuneJob.build(StreamExecutionEnvironment.getExecutionEnvironment(training), training);
        RolloutSetup.of(training);
        EvaluateSettings.of(configuration.evaluation(run, LATER, LATER));
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
