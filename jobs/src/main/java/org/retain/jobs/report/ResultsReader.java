package org.retain.jobs.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.EpisodeParquet;
import org.retain.datasets.parquet.RecordParquet;

/** Reads what {@code ./retain experiment} leaves in its directory. */
final class ResultsReader {

    private static final String SUFFIX = ".parquet";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final List<String> problems = new ArrayList<>();

    private ResultsReader(Path directory) {
        this.directory = directory;
    }

    /**
     * Reads all. Episodes and lineage may be absent; where one of their files is damaged, the
     * results say so and go without.
     *
     * @throws ReportException when the experiment's file or its runs cannot be read
     */
    static Results read(Path directory) throws IOException {
        ResultsReader reader = new ResultsReader(directory);
        try {
            Settings settings = Settings.read(directory.resolve("experiment.yaml"));
            List<ExperimentRun> runs =
                    reader.records("runs", ExperimentRun.getClassSchema(), ExperimentRun::new);
            List<Measurement> measurements =
                    reader.records("measurements", Measurement.getClassSchema(), Measurement::new);
            return new Results(
                    settings,
                    reader.lineage(),
                    runs,
                    measurements,
                    reader.episodes(),
                    reader.problems);
        } catch (NoSuchFileException e) {
            throw new ReportException(
                    "%s does not exist; a report needs experiment.yaml, results/runs.parquet and results/measurements.parquet, which ./retain experiment --output %s writes"
                            .formatted(e.getFile(), directory),
                    e);
        }
    }

    private <T extends SpecificRecord> List<T> records(
            String name, Schema schema, Supplier<T> newRecord) throws IOException {
        Path file = directory.resolve("results").resolve(name + SUFFIX);
        return new RecordParquet<>(schema, newRecord)
                .decode(file.toString(), Files.readAllBytes(file));
    }

    private Map<String, String> lineage() {
        Path file = directory.resolve("lineage.json");
        if (Files.exists(file)) {
            try {
                return JSON.readValue(file.toFile(), new TypeReference<Map<String, String>>() {});
            } catch (IOException e) {
                problems.add("%s cannot be read: %s".formatted(file.getFileName(), e.getMessage()));
            }
        }
        return Map.of();
    }

    private Map<String, List<Episode>> episodes() throws IOException {
        Map<String, List<Episode>> episodes = new LinkedHashMap<>();
        Path folder = directory.resolve("results").resolve("episodes");
        if (!Files.isDirectory(folder)) {
            return episodes;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                String name = file.getFileName().toString();
                String run = name.substring(0, name.length() - SUFFIX.length());
                try {
                    byte[] bytes = Files.readAllBytes(file);
                    episodes.put(run, EpisodeParquet.decode(name, bytes).episodes());
                } catch (IOException e) {
                    problems.add(
                            "The episodes of %s cannot be read: %s".formatted(run, e.getMessage()));
                }
            }
        }
        return episodes;
    }
}
