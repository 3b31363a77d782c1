package org.retain.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.EpisodeParquet;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentDirectory;
import org.retain.jobs.experiment.PlannedRun;
import org.retain.jobs.experiment.RunFiles;
import org.retain.jobs.experiment.RunRecord;
import org.retain.jobs.experiment.Section;
import org.retain.operators.evaluation.EpisodeMeasures;
import org.retain.operators.file.DirectoryDeletion;
import org.retain.operators.learner.WeightsSnapshots;
import org.retain.operators.probe.ProbeOptions;

/**
 * One run of a NetHack experiment: training in the closed loop, the probe of the weights it kept,
 * and the evaluation of the last ones. A run whose training was not over begins anew, one that was
 * stopped later goes on behind it.
 */
final class NetHackRun {

    private final Experiment experiment;
    private final ExperimentConfiguration configuration;
    private final ExperimentDirectory directory;
    private final ExperimentMaterial material;
    private final CommandContext context;
    private final NetHackTraining training;

    NetHackRun(
            Experiment experiment,
            ExperimentConfiguration configuration,
            ExperimentDirectory directory,
            ExperimentMaterial material,
            CommandContext context)
            throws IOException {
        this.experiment = experiment;
        this.configuration = configuration;
        this.directory = directory;
        this.material = material;
        this.context = context;
        training =
                new NetHackTraining(experiment, directory.id(), configuration, material, context);
    }

    /** Trains, probes and evaluates a student. */
    RunRecord student(PlannedRun run) throws Exception {
        Path files = directory.run(run.name());
        Optional<RunRecord> before = RunFiles.read(files.resolve(NetHackTraining.TRAINED));
        if (before.isEmpty()) {
            DirectoryDeletion.delete(files);
        }
        RunRecord trained = before.isPresent() ? before.get() : training.run(run, files);
        return judged(run, trained, files.resolve(NetHackTraining.WEIGHTS));
    }

    /** Probes and evaluates the teacher, which all students are held against. */
    RunRecord teacher(PlannedRun run, Path weights) throws Exception {
        ExperimentRun row = RunRow.of(experiment, material, run, Optional.of(weights));
        row.setSeconds(material.pretrainingSeconds());
        return judged(run, new RunRecord(row, List.of()), weights);
    }

    /** Removes what training left, once the run is recorded. */
    void clear(PlannedRun run) {
        DirectoryDeletion.delete(directory.run(run.name()).resolve(NetHackTraining.DIRECTORY));
    }

    /** The row of a run that failed. */
    RunRecord failed(PlannedRun run, Exception failure) {
        ExperimentRun row = RunRow.of(experiment, material, run, Optional.empty());
        row.setEnded(
                "failed: " + Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
        return new RunRecord(row, List.of());
    }

    private RunRecord judged(PlannedRun run, RunRecord trained, Path weights) throws Exception {
        Path files = directory.run(run.name());
        List<Measurement> measurements = new ArrayList<>(trained.measurements());
        if (experiment.has(Section.PROBE) && material.teacher().isPresent()) {
            List<Measurement> probed = probed(run, weights, files, material.teacher().get());
            measurements.addAll(LearnerCourse.withStepsOf(trained.measurements(), probed));
        }
        if (experiment.has(Section.EVALUATE)) {
            Path output = files.resolve("evaluation");
            EpisodeParquet episodes =
                    EvaluateCommand.evaluate(
                            configuration.evaluation(run, weights, output), output, context);
            RunFiles.write(directory.episodes(run.name()), episodes.encode());
            ExperimentRun row = trained.run();
            measurements.addAll(
                    EpisodeMeasures.of(
                            run.name(), row.getUpdates(), row.getFrames(), episodes.episodes()));
        }
        return new RunRecord(trained.run(), measurements);
    }

    /** Holds the weights that training kept, or else the teacher itself, against the teacher. */
    private List<Measurement> probed(PlannedRun run, Path weights, Path files, Path teacher)
            throws Exception {
        Configuration config = configuration.probe(run.name(), material.segments(), teacher);
        Path snapshots =
                files.resolve(NetHackTraining.DIRECTORY).resolve(WeightsSnapshots.DIRECTORY);
        if (Files.isDirectory(snapshots)) {
            config.set(ProbeOptions.WEIGHTS_DIRECTORY, snapshots.toString());
        } else {
            config.set(ProbeOptions.WEIGHTS, List.of(weights.toString()));
        }
        return ProbeCommand.probe(config, files.resolve("probe"), context);
    }
}
