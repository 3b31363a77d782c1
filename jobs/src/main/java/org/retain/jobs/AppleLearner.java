package org.retain.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SnapshotFile;

/**
 * A policy of the AppleRetrieval demo that has been trained.
 *
 * @param name what it is called
 * @param method what kept it from forgetting
 * @param weights its last weights
 * @param course its scores by the updates before them
 * @param seconds that its training took
 */
record AppleLearner(
        String name,
        String method,
        Path weights,
        SortedMap<Long, AppleScore> course,
        double seconds) {

    private static final int POINTS = 10;

    /** The scores of a run's weights about every tenth of the way, from before the first update. */
    static SortedMap<Long, AppleScore> course(Path directory, AppleConfiguration configuration)
            throws IOException {
        SortedMap<Long, Path> files = files(directory);
        long last = files.lastKey();
        SortedMap<Long, AppleScore> course = new TreeMap<>();
        for (var file : files.entrySet()) {
            long updates = file.getKey();
            if (updates == last || updates % Math.max(1, last / POINTS) == 0) {
                PolicyWeights weights =
                        PolicyWeights.read(file.getValue().toString(), Optional.empty()).weights();
                course.put(updates, AppleScore.played(weights, configuration));
            }
        }
        return course;
    }

    private static SortedMap<Long, Path> files(Path directory) throws IOException {
        SortedMap<Long, Path> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(directory)) {
            list.filter(file -> file.toString().endsWith(".safetensors"))
                    .forEach(
                            file ->
                                    files.put(
                                            SnapshotFile.updates(file.toString()).orElseThrow(),
                                            file));
        }
        return files;
    }
}
