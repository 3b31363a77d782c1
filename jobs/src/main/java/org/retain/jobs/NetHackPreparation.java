package org.retain.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.retain.datasets.sample.BundledSample;
import org.retain.datasets.shard.DurableFiles;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.UsageException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentDirectory;
import org.retain.jobs.experiment.Section;
import org.retain.operators.learner.Retention;
import org.retain.operators.policy.TensorFile;
import org.retain.operators.preprocess.PreprocessOptions;

/** Makes what the runs of a NetHack experiment share, once; what is there already is taken. */
final class NetHackPreparation {

    private static final String MANIFEST = "manifest.json";
    private static final double SECONDS_PER_MINUTE = 60;

    private final Configuration given;
    private final Experiment experiment;
    private final ExperimentConfiguration configuration;
    private final ExperimentDirectory directory;
    private final CommandContext context;

    NetHackPreparation(
            Configuration given,
            Experiment experiment,
            ExperimentConfiguration configuration,
            ExperimentDirectory directory,
            CommandContext context) {
        this.given = given;
        this.experiment = experiment;
        this.configuration = configuration;
        this.directory = directory;
        this.context = context;
    }

    /**
     * Preprocesses, pre-trains and estimates as far as the experiment needs it.
     *
     * @throws UsageException when the runs that are there followed from other games or another
     *     teacher
     */
    ExperimentMaterial prepare() throws Exception {
        Path segments = segments();
        Map<String, String> lineage = new TreeMap<>();
        lineage.put("segments.manifest.sha256", DurableFiles.sha256(segments.resolve(MANIFEST)));
        lineage.put("version.retain", EvaluatePlan.retain());
        lineage.put("version.flink", EnvironmentInformation.getVersion());
        lineage.put("version.java", System.getProperty("java.version"));
        directory.follow(lineage);
        Optional<Path> file = configuration.teacher();
        double seconds = 0;
        if (file.isEmpty() && experiment.has(Section.TEACHER)) {
            Path output = directory.root().resolve("teacher");
            Map<String, Object> cloned =
                    new PretrainCommand()
                            .run(configuration.pretraining(segments, output), context)
                            .values();
            seconds = (double) cloned.get("minutes") * SECONDS_PER_MINUTE;
            file = Optional.of(Path.of((String) cloned.get("weights")));
        }
        Optional<Path> teacher = file.map(path -> path.toAbsolutePath().normalize());
        if (teacher.isPresent()) {
            lineage.put("teacher.sha256", sha256OfTensors(teacher.get()));
            directory.follow(lineage);
        }
        Optional<Path> fisher = fisher(segments, teacher);
        if (fisher.isPresent()) {
            lineage.put("fisher.sha256", sha256OfTensors(fisher.get()));
            directory.follow(lineage);
        }
        return new ExperimentMaterial(segments, teacher, fisher, seconds, Map.copyOf(lineage));
    }

    private Path segments() throws Exception {
        Optional<String> asked = given.getOptional(ExperimentOptions.SEGMENTS);
        if (asked.isPresent() && Files.isRegularFile(Path.of(asked.get()).resolve(MANIFEST))) {
            return Path.of(asked.get()).toAbsolutePath().normalize();
        }
        Path games =
                asked.isPresent()
                        ? Path.of(asked.get())
                        : BundledSample.extractTo(directory.root().resolve("games"));
        if (asked.isEmpty()) {
            context.err()
                    .printf(
                            "Takes the three games that come with Retain; give more with --%s%n",
                            ExperimentOptions.SEGMENTS.key());
        }
        Path segments = directory.root().resolve("segments");
        Configuration config = new Configuration();
        config.set(PreprocessOptions.INPUT, games.toString());
        config.set(PreprocessOptions.OUTPUT, segments.toString());
        new PreprocessCommand().run(config, context);
        return segments;
    }

    private Optional<Path> fisher(Path segments, Optional<Path> teacher) throws Exception {
        if (!configuration.any(Retention.EWC)) {
            return Optional.empty();
        }
        if (teacher.isEmpty()) {
            throw new UsageException(
                    "%s has a method with ewc, but no teacher to pull to; give --%s or a section 'teacher'"
                            .formatted(experiment.name(), ExperimentOptions.TEACHER.key()));
        }
        Path output = directory.root().resolve("fisher.safetensors");
        if (!Files.exists(output)) {
            new FisherCommand().run(configuration.fisher(segments, teacher.get(), output), context);
        }
        return Optional.of(output);
    }

    static String sha256OfTensors(Path file) {
        return TensorFile.read(file.toString(), Optional.empty()).sha256();
    }
}
