package org.retain.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.PlannedRun;
import org.retain.jobs.experiment.RunFiles;
import org.retain.jobs.experiment.RunRecord;
import org.retain.jobs.experiment.Section;
import org.retain.operators.file.DirectoryDeletion;
import org.retain.operators.learner.PretrainNetwork;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.learner.WeightsSnapshots;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetOptions;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.policy.SnapshotFile;

/** Trains the student of one run in the closed loop, over topics of its own. */
final class NetHackTraining {

    /** Directory below the run's, where training works; removed once the run is recorded. */
    static final String DIRECTORY = "training";

    /** Directory below the run's, where its row and figures lie once training is over. */
    static final String TRAINED = "trained";

    /** The last weights, below the run's directory. */
    static final String WEIGHTS = "weights.safetensors";

    private final Experiment experiment;
    private final String id;
    private final ExperimentConfiguration configuration;
    private final ExperimentMaterial material;
    private final CommandContext context;

    NetHackTraining(
            Experiment experiment,
            String id,
            ExperimentConfiguration configuration,
            ExperimentMaterial material,
            CommandContext context) {
        this.experiment = experiment;
        this.id = id;
        this.configuration = configuration;
        this.material = material;
        this.context = context;
    }

    /**
     * Trains to the end.
     *
     * @param files directory of the run
     */
    RunRecord run(PlannedRun run, Path files) throws Exception {
        Path output = files.resolve(DIRECTORY);
        Configuration training =
                configuration.training(
                        run, start(run, files), material.teacher(), material.fisher(), output);
        try (TrainingTopics topics =
                TrainingTopics.create(
                        training, "%s-%s-%s".formatted(experiment.name(), run.name(), id))) {
            Configuration config = topics.config();
            if (ExperimentConfiguration.learnsFromDemonstrations(config)) {
                DemonstrationFeed.run(configuration.feeding(config, material.segments()), context);
            }
            long start = System.nanoTime();
            FineTuneReport report =
                    ClosedLoop.run(config, "Training " + run.name(), context).report();
            double seconds = (System.nanoTime() - start) / 1e9;
            return kept(run, report, PlayedCourse.episodes(config), seconds, files);
        }
    }

    /** Keeps the last weights and the learner's figures; what else training left is removed. */
    private RunRecord kept(
            PlannedRun run, FineTuneReport report, List<Episode> played, double seconds, Path files)
            throws IOException {
        if (report.learner().isEmpty()) {
            throw new CommandException(
                    "No report of the learner of %s came from the metrics topic; see the job's log"
                            .formatted(run.name()));
        }
        Map<String, Object> summary = report.summary().values();
        Path last = Path.of(URI.create((String) summary.get("weights")));
        Path weights = files.resolve(WEIGHTS);
        Files.copy(last, weights, StandardCopyOption.REPLACE_EXISTING);
        ExperimentRun row = RunRow.of(experiment, material, run, Optional.of(weights));
        row.setUpdates((Long) summary.get("updates"));
        keepLastSnapshot(last, row.getUpdates(), files);
        List<JsonNode> reports = report.learner();
        row.setFrames(LearnerCourse.environmentSteps(reports.get(reports.size() - 1)));
        row.setSeconds(seconds);
        List<Measurement> course = LearnerCourse.of(run.name(), reports);
        List<Measurement> all = new ArrayList<>(course);
        all.addAll(
                LearnerCourse.withStepsOf(
                        course, PlayedCourse.of(run.name(), row.getUpdates(), played)));
        RunRecord record = new RunRecord(row, all);
        RunFiles.write(files.resolve(TRAINED), record);
        DirectoryDeletion.delete(files.resolve(DIRECTORY).resolve("weights"));
        return record;
    }

    /** Where snapshots are taken, the last weights are one too, wherever training ended. */
    private static void keepLastSnapshot(Path last, long updates, Path files) throws IOException {
        Path snapshots = files.resolve(DIRECTORY).resolve(WeightsSnapshots.DIRECTORY);
        Path snapshot = snapshots.resolve(SnapshotFile.name(updates));
        if (Files.isDirectory(snapshots) && Files.notExists(snapshot)) {
            Files.copy(last, snapshot);
        }
    }

    private Path start(PlannedRun run, Path files) throws IOException {
        if (configuration.options(run).get(ExperimentOptions.START) == ExperimentStart.TEACHER) {
            return material.teacher().orElseThrow();
        }
        Configuration config = configuration.section(Section.SCRATCH);
        Path weights = files.resolve("start.safetensors");
        Files.createDirectories(files);
        PolicyWeights.random(
                        config.get(PretrainOptions.NETWORK) == PretrainNetwork.SMALL
                                ? SmallNetShape.DEFAULT
                                : ScaledNetOptions.shape(config),
                        run.seed())
                .write(weights.toString());
        return weights;
    }
}
