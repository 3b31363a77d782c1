package org.retain.operators.probe;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.retain.operators.policy.SnapshotFile;

/**
 * A weights file to probe.
 *
 * @param location path or URI
 * @param update applied updates after which it was made; its place in the list where names do not
 *     tell
 */
public record ProbeWeights(String location, long update) implements Serializable {

    private static final long serialVersionUID = 1;
    private static final String SUFFIX = ".safetensors";

    /**
     * Weights files with the updates that their names tell, in order of these.
     *
     * @throws IllegalArgumentException when there are none, or two are of the same update
     */
    static List<ProbeWeights> of(List<String> locations) {
        if (locations.isEmpty()) {
            throw new IllegalArgumentException(
                    "No weights to probe; give --%s or a --%s with *%s files"
                            .formatted(
                                    ProbeOptions.WEIGHTS.key(),
                                    ProbeOptions.WEIGHTS_DIRECTORY.key(),
                                    SUFFIX));
        }
        boolean told = locations.stream().allMatch(name -> SnapshotFile.updates(name).isPresent());
        List<ProbeWeights> all = new ArrayList<>();
        TreeSet<Long> updates = new TreeSet<>();
        for (int i = 0; i < locations.size(); i++) {
            String location = locations.get(i);
            long update = told ? SnapshotFile.updates(location).getAsLong() : i;
            if (!updates.add(update)) {
                throw new IllegalArgumentException(
                        "Two of the weights files are of update %d, the second is %s; probe those of one run at a time"
                                .formatted(update, location));
            }
            all.add(new ProbeWeights(location, update));
        }
        all.sort((a, b) -> Long.compare(a.update(), b.update()));
        return List.copyOf(all);
    }

    /**
     * The weights files in a directory, by name.
     *
     * @throws IllegalArgumentException when there is no such directory
     */
    static List<String> list(String directory) {
        Path path = new Path(directory);
        try {
            FileStatus[] found = path.getFileSystem().listStatus(path);
            if (found == null) {
                throw new FileNotFoundException("there is none");
            }
            return Arrays.stream(found)
                    .map(FileStatus::getPath)
                    .filter(file -> file.getName().endsWith(SUFFIX))
                    .filter(file -> !file.getName().startsWith("."))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Option %s is %s, expected a directory that can be listed: %s"
                            .formatted(
                                    ProbeOptions.WEIGHTS_DIRECTORY.key(),
                                    directory,
                                    e.getMessage()),
                    e);
        }
    }
}
