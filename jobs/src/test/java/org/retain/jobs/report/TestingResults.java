package org.retain.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Visit;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.parquet.EpisodeParquet;
import org.retain.datasets.parquet.RecordParquet;
import org.retain.datasets.segment.SegmentSource;

/** Results that nobody measured: made up to draw reports of, and named so. */
final class TestingResults {

    final List<ExperimentRun> runs = new ArrayList<>();
    final List<Measurement> measurements = new ArrayList<>();
    final Map<String, List<Episode>> episodes = new HashMap<>();
    final Random random = new Random(1);

    private final String yaml;

    TestingResults(String kind, String more) {
        yaml =
                """
                name: synthetic-%s
                description: "SYNTHETIC numbers made up by a test, to look at the page; nothing here was measured."
                kind: %s
                %s
                """
                        .formatted(kind, kind, more);
    }

    String run(String method, long seed, String parameters, long frames) {
        String name = "%s%s-%d".formatted(method, parameters.replaceAll("[^a-z0-9.]+", "-"), seed);
        runs.add(
                new ExperimentRun(
                        "synthetic",
                        name,
                        method,
                        seed,
                        parameters,
                        frames,
                        frames / 2048,
                        frames / 2500.0,
                        "finished",
                        "0123456789abcdef".repeat(4),
                        "{\"version\":{\"retain\":\"0.1.0\",\"flink\":\"2.3.0\"},\"learner.rate\":\"3e-4\"}"));
        return name;
    }

    void measure(
            String run, String measure, long update, String kind, String stratum, double value) {
        measurements.add(
                new Measurement(run, measure, update, update * 2048, kind, stratum, value, 0L));
    }

    void episode(String run, double score, double turns, int deepest, String ending) {
        List<Visit> visits = new ArrayList<>();
        for (int level = 1; level <= deepest; level++) {
            visits.add(new Visit(level, 100L * level, 90L * level, 500L, score / deepest, 0.0));
        }
        List<Episode> own = episodes.computeIfAbsent(run, key -> new ArrayList<>());
        own.add(
                Episode.newBuilder()
                        .setEnvironmentId("nethack")
                        .setEpisodeId(run + own.size())
                        .setNumber(own.size())
                        .setSeed(own.size())
                        .setSource(SegmentSource.EVALUATION)
                        .setFirstWeightsVersion(1)
                        .setLastWeightsVersion(1)
                        .setSteps((long) (turns * 1.6))
                        .setRewardSum(score)
                        .setTerminated(true)
                        .setTruncated(false)
                        .setEnding(ending)
                        .setMeasures(
                                Map.of(
                                        "score",
                                        score,
                                        "turns",
                                        turns,
                                        "depth",
                                        (double) deepest,
                                        "experience-level",
                                        2.8,
                                        "eating",
                                        800.0,
                                        "gold",
                                        12.0,
                                        "scout",
                                        300.0,
                                        "sokoban",
                                        0.0,
                                        "staircase",
                                        3.0))
                        .setPlace("dungeon-level")
                        .setVisits(visits)
                        .setEndedAt(0)
                        .build());
    }

    Path write(Path directory) throws IOException {
        Path results = Files.createDirectories(directory.resolve("results"));
        Files.writeString(directory.resolve("experiment.yaml"), yaml);
        Files.write(
                results.resolve("runs.parquet"),
                new RecordParquet<>(ExperimentRun.getClassSchema(), ExperimentRun::new)
                        .encode(runs));
        Files.write(
                results.resolve("measurements.parquet"),
                new RecordParquet<>(Measurement.getClassSchema(), Measurement::new)
                        .encode(measurements));
        for (var own : episodes.entrySet()) {
            Path folder = Files.createDirectories(results.resolve("episodes"));
            Files.write(
                    folder.resolve(own.getKey() + ".parquet"),
                    new EpisodeParquet(own.getValue(), Map.of()).encode());
        }
        return directory;
    }

    double noise(double size) {
        return size * random.nextGaussian();
    }
}
