package org.retain.operators.learner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SnapshotFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights files of one learner, {@code weights-<version>.safetensors} in a directory on any
 * file system that Flink knows.
 *
 * <pre>{@code
 * WeightsDirectory directory = new WeightsDirectory("s3://bucket/run/weights", 3);
 * WrittenWeights written = directory.write(version, weights);
 * announce(written);
 * directory.announced(written.uri());
 * }</pre>
 *
 * <p>Readers see a whole file or none. The last N files stay, and the one that was announced last;
 * nothing is deleted between a start or restore and the first announcement after it, since until
 * then the topic's last record is not known. Deleted are only files of this learner: those it
 * wrote, those of its checkpoint, and those whose epoch is that of a file of its checkpoint, which
 * the lost attempt wrote after it. A file that cannot be deleted is logged and tried again at the
 * next write. Not thread-safe.
 */
public final class WeightsDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(WeightsDirectory.class);

    private final Path directory;
    private final int keep;
    private final LinkedHashSet<String> files = new LinkedHashSet<>();
    private final Set<String> undeletable = new HashSet<>();

    private String announced;

    /**
     * The files of a directory, which is created with the first of them.
     *
     * @param directory path or URI; readers of the announcements must reach it too
     * @param keep how many files stay, at least 1
     */
    public WeightsDirectory(String directory, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException(
                    "--%s is %d, expected at least 1".formatted(WeightsOptions.KEEP.key(), keep));
        }
        this.directory = qualified(directory);
        this.keep = keep;
    }

    /** Goes on from the files of a checkpoint. */
    public void restore(List<String> checkpointed) {
        files.clear();
        undeletable.clear();
        announced = null;
        files.addAll(checkpointed);
        files.addAll(filesOfTheSameEpochs(checkpointed));
    }

    /**
     * Writes weights, then deletes what is no longer kept.
     *
     * @throws UncheckedIOException when the file cannot be written; nothing of it remains
     */
    public WrittenWeights write(WeightsVersion version, PolicyWeights weights) {
        String uri = new Path(directory, SnapshotFile.name(version)).toString();
        String sha256;
        try {
            sha256 = weights.write(uri);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: the weights file cannot be written: %s; expected a directory with room for it that every TaskManager may write to, free the disk or give another --%s"
                            .formatted(uri, e.getMessage(), WeightsOptions.DIRECTORY.key()),
                    e);
        }
        // Once more at the end, should a checkpoint name it already.
        files.remove(uri);
        files.add(uri);
        deleteOld();
        return new WrittenWeights(uri, sha256);
    }

    /** Says which file the last announcement names: it stays until another one is announced. */
    public void announced(String uri) {
        announced = uri;
    }

    /** The files that are still there, oldest first: what a checkpoint keeps. */
    public List<String> files() {
        return List.copyOf(files);
    }

    private void deleteOld() {
        if (announced == null) {
            return;
        }
        List<String> old = new ArrayList<>(files).subList(0, Math.max(0, files.size() - keep));
        for (String file : old) {
            if (!file.equals(announced) && isGone(file)) {
                files.remove(file);
                undeletable.remove(file);
            }
        }
    }

    private boolean isGone(String file) {
        Path path = new Path(file);
        try {
            FileSystem fileSystem = path.getFileSystem();
            if (fileSystem.delete(path, false) || !fileSystem.exists(path)) {
                return true;
            }
            logOnce(file, "the file system refused");
        } catch (IOException e) {
            logOnce(file, e.toString());
        }
        return false;
    }

    private void logOnce(String file, String reason) {
        if (undeletable.add(file)) {
            LOG.warn("{}: cannot delete old weights, trying again at each write: {}", file, reason);
        }
    }

    private List<String> filesOfTheSameEpochs(List<String> checkpointed) {
        Set<Integer> epochs = new HashSet<>();
        for (String file : checkpointed) {
            SnapshotFile.version(new Path(file).getName())
                    .ifPresent(version -> epochs.add(version.epoch()));
        }
        return list().stream()
                .filter(
                        name ->
                                SnapshotFile.version(name)
                                        .filter(version -> epochs.contains(version.epoch()))
                                        .isPresent())
                .sorted()
                .map(name -> new Path(directory, name).toString())
                .toList();
    }

    private List<String> list() {
        try {
            FileSystem fileSystem = directory.getFileSystem();
            if (!fileSystem.exists(directory)) {
                return List.of();
            }
            return Arrays.stream(fileSystem.listStatus(directory))
                    .map(status -> status.getPath().getName())
                    .toList();
        } catch (IOException e) {
            LOG.warn("{}: cannot list; weights of the lost attempt stay", directory, e);
            return List.of();
        }
    }

    static Path qualified(String directory) {
        Path path = new Path(directory);
        try {
            return path.makeQualified(path.getFileSystem());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "--%s is %s, which no file system of Flink serves: %s"
                            .formatted(WeightsOptions.DIRECTORY.key(), directory, e.getMessage()),
                    e);
        }
    }
}
