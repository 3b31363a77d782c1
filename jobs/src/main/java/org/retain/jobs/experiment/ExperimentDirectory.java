package org.retain.jobs.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.RecordParquet;
import org.retain.datasets.shard.LockFile;
import org.retain.jobs.command.UsageException;

/**
 * Where an experiment's files lie: {@code experiment.yaml} as it is run, {@code lineage.json}, a
 * directory for each run below {@code runs}, and {@code results}. A directory belongs to one
 * experiment; another is refused, and so is a second process. Every file is written whole or not at
 * all.
 */
public final class ExperimentDirectory implements Closeable {

    private static final String YAML = "experiment.yaml";
    private static final String LINEAGE = "lineage.json";
    private static final String LOCK = ".lock";
    private static final String ID = ".id";

    /** Lineage: how the experiment was asked for, the last time. */
    public static final String COMMAND = "command";

    /** What computed the results, which may differ between the runs of an experiment. */
    private static final String VERSION = "version.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final RecordParquet<ExperimentRun> RUNS =
            new RecordParquet<>(ExperimentRun.getClassSchema(), ExperimentRun::new);
    private static final RecordParquet<Measurement> MEASUREMENTS =
            new RecordParquet<>(Measurement.getClassSchema(), Measurement::new);

    private final Path root;
    private final LockFile lock;
    private final SortedMap<String, RunRecord> records = new TreeMap<>();

    private ExperimentDirectory(Path root, LockFile lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Begins an experiment, or goes on with it, and keeps others away until it is closed.
     *
     * @throws UsageException when the directory holds another experiment, or another process has it
     */
    public static ExperimentDirectory open(Path root, Experiment experiment) throws IOException {
        ExperimentDirectory directory = new ExperimentDirectory(root, locked(root));
        try {
            String yaml = ExperimentYaml.of(experiment);
            Path file = root.resolve(YAML);
            if (Files.exists(file)) {
                directory.requireSame(
                        Files.readString(file).lines().toList(), yaml.lines().toList());
            }
            RunFiles.write(file, yaml.getBytes(UTF_8));
            return directory;
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static LockFile locked(Path root) throws IOException {
        return LockFile.tryAcquire(root.resolve(LOCK))
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "Another process runs the experiment in %s; wait for its end, or give another --output"
                                                .formatted(root)));
    }

    /** Lets other processes in. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /**
     * Eight hexadecimal digits that no other experiment has, the same whenever it is gone on with.
     */
    public String id() throws IOException {
        Path file = root.resolve(ID);
        if (Files.notExists(file)) {
            String random = "%08x".formatted(ThreadLocalRandom.current().nextInt());
            RunFiles.write(file, random.getBytes(UTF_8));
        }
        return Files.readString(file);
    }

    /**
     * Records what the results follow from besides the file of the experiment.
     *
     * @param lineage hashes and versions by name
     * @throws UsageException when runs in the directory followed from something else
     */
    public void follow(Map<String, String> lineage) throws IOException {
        Path file = root.resolve(LINEAGE);
        Map<String, String> all = new TreeMap<>();
        if (Files.exists(file)) {
            all.putAll(JSON.readValue(file.toFile(), new TypeReference<Map<String, String>>() {}));
        }
        lineage.forEach(
                (key, value) -> {
                    String before = all.put(key, value);
                    if (before != null && !before.equals(value) && !mayChange(key)) {
                        throw refused("its %s is %s, now it is %s".formatted(key, before, value));
                    }
                });
        RunFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    }

    private static boolean mayChange(String key) {
        return key.equals(COMMAND) || key.startsWith(VERSION);
    }

    /** The directory of all. */
    public Path root() {
        return root;
    }

    /** The directory of a run. */
    public Path run(String name) {
        return root.resolve("runs").resolve(name);
    }

    /** The directory of the results. */
    public Path results() {
        return root.resolve("results");
    }

    /** Where the episodes of a run's evaluation lie among the results. */
    public Path episodes(String run) {
        return results().resolve("episodes").resolve(run + ".parquet");
    }

    /** What became of a run; empty while it is not over, or when it failed. */
    public Optional<RunRecord> finished(String run) throws IOException {
        Optional<RunRecord> record = RunFiles.read(run(run));
        record.ifPresent(done -> records.put(run, done));
        return record;
    }

    /** Keeps what became of runs, and writes the results of all that is known so far. */
    public void record(List<RunRecord> done) throws IOException {
        for (RunRecord one : done) {
            String name = one.run().getRun();
            RunFiles.write(run(name), one);
            records.put(name, one);
        }
        writeResults();
    }

    /**
     * Whether the results hold runs that were done together, all of them finished; they are known
     * from then on.
     *
     * @param names of the runs
     */
    public boolean finishedTogether(Set<String> names) throws IOException {
        if (!Files.exists(runsFile())) {
            return false;
        }
        Map<String, List<Measurement>> measurements =
                MEASUREMENTS
                        .decode(
                                measurementsFile().toString(),
                                Files.readAllBytes(measurementsFile()))
                        .stream()
                        .collect(Collectors.groupingBy(Measurement::getRun));
        for (ExperimentRun run :
                RUNS.decode(runsFile().toString(), Files.readAllBytes(runsFile()))) {
            List<Measurement> own = measurements.getOrDefault(run.getRun(), List.of());
            RunRecord record = new RunRecord(run, own);
            if (record.finished()) {
                records.put(run.getRun(), record);
            }
        }
        return records.keySet().containsAll(names);
    }

    /** Keeps runs that were done together, in the results alone. */
    public void recordTogether(List<RunRecord> done) throws IOException {
        done.forEach(record -> records.put(record.run().getRun(), record));
        writeResults();
    }

    /** Writes the results of all runs that are known, those who tell of them last. */
    public void writeResults() throws IOException {
        List<ExperimentRun> runs = new ArrayList<>();
        List<Measurement> measurements = new ArrayList<>();
        records.values()
                .forEach(
                        record -> {
                            runs.add(record.run());
                            measurements.addAll(record.measurements());
                        });
        RunFiles.write(measurementsFile(), MEASUREMENTS.encode(measurements));
        RunFiles.write(runsFile(), RUNS.encode(runs));
    }

    private Path measurementsFile() {
        return results().resolve("measurements.parquet");
    }

    private Path runsFile() {
        return results().resolve("runs.parquet");
    }

    /** The known runs by name. */
    public SortedMap<String, RunRecord> records() {
        return records;
    }

    private void requireSame(List<String> before, List<String> now) {
        Iterator<String> there = before.iterator();
        Iterator<String> here = now.iterator();
        while (there.hasNext() || here.hasNext()) {
            String old = there.hasNext() ? there.next() : "(end)";
            String other = here.hasNext() ? here.next() : "(end)";
            if (!old.equals(other)) {
                throw refused(
                        "its %s says '%s' where this one says '%s'"
                                .formatted(YAML, old.strip(), other.strip()));
            }
        }
    }

    private UsageException refused(String difference) {
        return new UsageException(
                "%s holds another experiment: %s; give another --output"
                        .formatted(root, difference));
    }
}
