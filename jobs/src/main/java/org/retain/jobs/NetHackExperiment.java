package org.retain.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.StoppedException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentDirectory;
import org.retain.jobs.experiment.PlannedRun;
import org.retain.jobs.experiment.RunRecord;
import org.retain.jobs.experiment.TimeLeft;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of a NetHack experiment, one after another; those that are over are not repeated. */
final class NetHackExperiment {

    private static final Logger LOG = LoggerFactory.getLogger(NetHackExperiment.class);
    private static final String TEACHER = "teacher";

    private final Configuration given;
    private final Experiment experiment;
    private final CommandContext context;
    private final TimeLeft timeLeft = new TimeLeft();

    NetHackExperiment(Configuration given, Experiment experiment, CommandContext context) {
        this.given = given;
        this.experiment = experiment;
        this.context = context;
    }

    /**
     * Does what is not done yet.
     *
     * @return names of the runs that failed
     */
    List<String> run(ExperimentDirectory directory) throws Exception {
        ExperimentConfiguration configuration = new ExperimentConfiguration(given, experiment);
        List<String> failed = new ArrayList<>();
        ExperimentMaterial material =
                new NetHackPreparation(given, experiment, configuration, directory, context)
                        .prepare();
        NetHackRun runner = new NetHackRun(experiment, configuration, directory, material, context);
        List<PlannedRun> runs = experiment.runs();
        material.teacher().ifPresent(weights -> runs.add(0, teacher(runs.get(0))));
        List<PlannedRun> pending = new ArrayList<>();
        for (PlannedRun run : runs) {
            if (directory.finished(run.name()).isEmpty()) {
                pending.add(run);
            }
        }
        for (PlannedRun run : pending) {
            context.stop().check();
            int left = pending.size() - pending.indexOf(run);
            context.err()
                    .printf(
                            "Run %d of %d: %s%s%n",
                            runs.indexOf(run) + 1, runs.size(), run.name(), timeLeft.of(left));
            long start = System.nanoTime();
            RunRecord record = one(run, runner, material.teacher());
            if (!run.name().equals(TEACHER)) {
                timeLeft.took((System.nanoTime() - start) / 1e9);
            }
            directory.record(List.of(record));
            if (record.finished()) {
                runner.clear(run);
            } else {
                failed.add(run.name());
                context.err().printf("%s %s%n", run.name(), record.run().getEnded());
            }
        }
        directory.writeResults();
        return failed;
    }

    private RunRecord one(PlannedRun run, NetHackRun runner, Optional<Path> teacher)
            throws Exception {
        try {
            return run.name().equals(TEACHER)
                    ? runner.teacher(run, teacher.orElseThrow())
                    : runner.student(run);
        } catch (StoppedException e) {
            throw e;
        } catch (Exception e) {
            context.stop().check();
            LOG.error("Run {} failed", run.name(), e);
            return runner.failed(run, e);
        }
    }

    /** The teacher as a run of its own: it plays in the same environment. */
    private static PlannedRun teacher(PlannedRun like) {
        return new PlannedRun(TEACHER, TEACHER, 0, new TreeMap<>(), like.options());
    }
}
