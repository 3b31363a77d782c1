package org.retain.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.EpisodeParquet;
import org.retain.jobs.cluster.DirectoryDeletion;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentDirectory;
import org.retain.jobs.experiment.PlannedRun;
import org.retain.jobs.experiment.RunFiles;
import org.retain.jobs.experiment.RunRecord;
import org.retain.jobs.experiment.Section;
import org.retain.operators.evaluation.EpisodeMeasures;
import org.retain.operators.learner.PretrainNetwork;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.learner.WeightsSnapshots;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetOptions;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.probe.ProbeOptions;

/**
 * One run of a NetHack experiment: training in the closed loop, the probe of the weights it kept,
 * and the evaluation of the last ones. A run whose training was not over begins anew, one that was
 * stopped later goes on behind it.
 */
final class NetHackRun {

    private static final String TRAINED = "trained";
    private static final String TRAINING = "training";
    private static final String WEIGHTS = "weights.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Experiment experiment;
    private final ExperimentConfiguration configuration;
    private final ExperimentDirectory directory;
    private final ExperimentMaterial material;
    private final CommandContext context;

    NetHackRun(
            Experiment experiment,
            ExperimentConfiguration configuration,
            ExperimentDirectory directory,
            ExperimentMaterial material,
            CommandContext context) {
        this.experiment = experiment;
        this.configuration = configuration;
        this.directory = directory;
        this.material = material;
        this.context = context;
    }

    /** Trains, probes and evaluates a student. */
    RunRecord student(PlannedRun run) throws Exception {
        Path files = directory.run(run.name());
        Optional<RunRecord> before = RunFiles.read(files.resolve(TRAINED));
        if (before.isEmpty()) {
            DirectoryDeletion.delete(files);
        }
        RunRecord trained = before.isPresent() ? before.get() : train(run, files);
        return judged(run, trained, files.resolve(WEIGHTS));
    }

    /** Probes and evaluates the teacher, which all students are held against. */
    RunRecord teacher(PlannedRun run, Path weights) throws Exception {
        ExperimentRun row = row(run, weights);
        row.setSeconds(material.pretrainingSeconds());
        return judged(run, new RunRecord(row, List.of()), weights);
    }

    /** Removes what training left, once the run is recorded. */
    void clear(PlannedRun run) {
        DirectoryDeletion.delete(directory.run(run.name()).resolve(TRAINING));
    }

    /** The row of a run that failed. */
    RunRecord failed(PlannedRun run, Exception failure) {
        ExperimentRun row = row(run, null);
        row.setEnded("failed: " + failure.getMessage());
        return new RunRecord(row, List.of());
    }

    private RunRecord train(PlannedRun run, Path files) throws Exception {
        Path output = files.resolve(TRAINING);
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            Configuration config =
                    configuration.training(
                            run,
                            start(run, files),
                            material.teacher(),
                            material.fisher(),
                            output,
                            broker.bootstrapServers());
            try (Topics topics = Topics.connect(config)) {
                topics.create();
            }
            if (ExperimentConfiguration.learnsFromDemonstrations(config)) {
                DemonstrationFeed.run(
                        configuration.feeding(config, material.segments()),
                        configuration.section(Section.TEACHER),
                        context);
            }
            long start = System.nanoTime();
            FineTuneReport report =
                    ClosedLoop.run(config, "Training " + run.name(), context).report();
            return kept(run, report, (System.nanoTime() - start) / 1e9, files);
        }
    }

    /** Keeps the last weights and the learner's figures; what else training left is removed. */
    private RunRecord kept(PlannedRun run, FineTuneReport report, double seconds, Path files)
            throws IOException {
        Map<String, Object> summary = report.summary().values();
        Path last = Path.of(URI.create((String) summary.get("weights")));
        Path weights = files.resolve(WEIGHTS);
        Files.copy(last, weights, StandardCopyOption.REPLACE_EXISTING);
        ExperimentRun row = row(run, weights);
        row.setUpdates((Long) summary.get("updates"));
        List<JsonNode> reports = report.learner();
        row.setFrames(LearnerCourse.environmentSteps(reports.get(reports.size() - 1)));
        row.setSeconds(seconds);
        RunRecord record = new RunRecord(row, LearnerCourse.of(run.name(), reports));
        RunFiles.write(files.resolve(TRAINED), record);
        DirectoryDeletion.delete(files.resolve(TRAINING).resolve("weights"));
        return record;
    }

    private Path start(PlannedRun run, Path files) throws IOException {
        if (configuration.options(run).get(ExperimentOptions.START) == ExperimentStart.TEACHER) {
            return material.teacher()
                    .orElseThrow(
                            () ->
                                    new CommandException(
                                            "%s has no teacher, which %s starts from: give --%s, or a section 'teacher'"
                                                    .formatted(
                                                            experiment.name(),
                                                            run.name(),
                                                            ExperimentOptions.TEACHER.key())));
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
            measurements.addAll(
                    EpisodeMeasures.of(
                            run.name(),
                            trained.run().getUpdates(),
                            trained.run().getFrames(),
                            episodes.episodes()));
        }
        return new RunRecord(trained.run(), measurements);
    }

    /** Holds the weights that training kept, or else the teacher itself, against the teacher. */
    private List<Measurement> probed(PlannedRun run, Path weights, Path files, Path teacher)
            throws Exception {
        Configuration config = configuration.probe(run.name(), material.segments(), teacher);
        Path snapshots = files.resolve(TRAINING).resolve(WeightsSnapshots.DIRECTORY);
        if (Files.isDirectory(snapshots)) {
            config.set(ProbeOptions.WEIGHTS_DIRECTORY, snapshots.toString());
        } else {
            config.set(ProbeOptions.WEIGHTS, List.of(weights.toString()));
        }
        return ProbeCommand.probe(config, files.resolve("probe"), context);
    }

    private ExperimentRun row(PlannedRun run, Path weights) {
        Map<String, Object> lineage = new TreeMap<>(material.lineage());
        lineage.put("options", run.options());
        material.fisher()
                .ifPresent(
                        file ->
                                lineage.put(
                                        "fisher.sha256", NetHackPreparation.sha256OfTensors(file)));
        try {
            return new ExperimentRun(
                    experiment.name(),
                    run.name(),
                    run.method(),
                    run.seed(),
                    JSON.writeValueAsString(run.parameters()),
                    0L,
                    0L,
                    0.0,
                    RunRecord.FINISHED,
                    weights == null ? "" : NetHackPreparation.sha256OfTensors(weights),
                    JSON.writeValueAsString(lineage));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The lineage of %s is no JSON".formatted(run), e);
        }
    }
}
