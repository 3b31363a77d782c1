package org.retain.datasets.shard;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory of shards and the protocol by which it fills.
 *
 * <p>Visible are {@code shard-00000.parquet} and so on, and at the very end {@code manifest.json}.
 * The directory {@code _preprocess} holds {@code plan.json}, written first; a record {@code
 * shard-00000.json} for each finished shard; temporary files; and a lock. A shard is written to a
 * temporary file, forced to disk, renamed, and only then recorded. So, killed at any moment: what
 * is visible is whole, what is recorded is never written again, and the rest is.
 *
 * <p>Several processes may write different shards at once; the same shard written twice has the
 * same bytes.
 */
public final class ShardDirectory {

    private static final String MANIFEST = "manifest.json";
    private static final String PLAN = "plan.json";
    private static final String TEMPORARY = ".tmp";

    private final Path output;
    private final Path records;

    /** The directory; nothing is touched yet. */
    public ShardDirectory(Path output) {
        this.output = output;
        this.records = output.resolve("_preprocess");
    }

    /**
     * Makes the directory, keeps every other run away from it until the result is closed, and
     * removes what a killed run left half written.
     *
     * @throws ShardException when the directory cannot be written or another run has it
     */
    public Closeable open() throws ShardException {
        try {
            LockFile lock =
                    LockFile.tryAcquire(records.resolve("lock"))
                            .orElseThrow(
                                    () ->
                                            new ShardException(
                                                    "Another run writes to %s; wait for its end or give another output directory"
                                                            .formatted(output)));
            try (DirectoryStream<Path> left = Files.newDirectoryStream(records, "*" + TEMPORARY)) {
                for (Path temporary : left) {
                    Files.delete(temporary);
                }
            }
            return lock;
        } catch (ShardException e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Records what the shards are made of, or checks that an earlier run's were made of the same.
     *
     * @throws ShardException when the directory holds other shards than planned
     */
    public void begin(ShardPlan plan) throws ShardException {
        Optional<ShardPlan> earlier = plan();
        if (earlier.isPresent()) {
            ShardPlanning.requireSame(output, earlier.get(), plan);
            return;
        }
        try (Stream<Path> files = Files.list(output)) {
            Optional<Path> foreign =
                    files.filter(
                                    file ->
                                            file.endsWith(MANIFEST)
                                                    || file.toString().endsWith(".parquet"))
                            .findFirst();
            if (foreign.isPresent()) {
                throw new ShardException(
                        "%s holds %s, but no plan of an earlier run; give an empty output directory"
                                .formatted(output, foreign.get().getFileName()));
            }
            DurableFiles.write(temporary(PLAN), AvroJson.write(plan), records.resolve(PLAN));
        } catch (ShardException e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The plan of the run that began the directory, empty where there was none. */
    public Optional<ShardPlan> plan() throws ShardException {
        return AvroJson.readFile(records.resolve(PLAN), ShardPlan.getClassSchema());
    }

    /** The manifest, empty as long as the directory is not complete. */
    public Optional<Manifest> manifest() throws ShardException {
        return AvroJson.readFile(output.resolve(MANIFEST), Manifest.getClassSchema());
    }

    /**
     * The planned shards that are not finished, in order. While there are any, there is no
     * manifest.
     */
    public List<PlannedShard> pending(ShardPlan plan) throws ShardException {
        List<PlannedShard> pending = new ArrayList<>();
        for (PlannedShard shard : plan.getShards()) {
            if (commit(shard.getNumber()).isEmpty()) {
                pending.add(shard);
            }
        }
        try {
            if (!pending.isEmpty()) {
                Files.deleteIfExists(output.resolve(MANIFEST));
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        return pending;
    }

    /**
     * Writes a shard and makes it visible.
     *
     * @throws ShardException when the disk is full or fails; nothing half written is left
     */
    public ShardCommit write(PlannedShard shard, int segmentLength, ShardProgress progress)
            throws ShardException {
        String name = "shard-%05d".formatted(shard.getNumber());
        Path temporary = temporary(name);
        try {
            ShardCommit commit = new ShardWriting(segmentLength, progress).write(shard, temporary);
            Path visible = output.resolve(name + ".parquet");
            if (commit.getSegments() > 0) {
                commit.setFile(visible.getFileName().toString());
                commit.setBytes(Files.size(temporary));
                commit.setSha256(DurableFiles.sha256(temporary));
                DurableFiles.publish(temporary, visible);
            } else {
                Files.deleteIfExists(visible);
            }
            DurableFiles.write(temporary, AvroJson.write(commit), record(shard.getNumber()));
            return commit;
        } catch (InterruptedIOException e) {
            throw new ShardException(
                    "Writing %s was stopped; run again to resume".formatted(output), e);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            delete(temporary);
        }
    }

    /**
     * Writes the manifest of the finished directory.
     *
     * @throws ShardException when a shard is missing
     */
    public Manifest finish() throws ShardException {
        ShardPlan plan =
                plan().orElseThrow(
                                () ->
                                        new ShardException(
                                                "%s has lost its plan; preprocess again into an empty directory"
                                                        .formatted(output)));
        List<ShardCommit> commits = new ArrayList<>();
        for (PlannedShard shard : plan.getShards()) {
            int number = shard.getNumber();
            commits.add(commit(number).orElseThrow(() -> unfinished(number)));
        }
        Manifest manifest = ManifestAssembly.of(plan, commits);
        try {
            DurableFiles.write(
                    temporary(MANIFEST), AvroJson.write(manifest), output.resolve(MANIFEST));
        } catch (IOException e) {
            throw unwritable(e);
        }
        return manifest;
    }

    private Optional<ShardCommit> commit(int number) throws ShardException {
        Optional<ShardCommit> commit =
                AvroJson.readFile(record(number), ShardCommit.getClassSchema());
        return commit.filter(
                found -> {
                    Path file = output.resolve(found.getFile());
                    // A shard that somebody deleted or cut off since is written again.
                    return found.getSegments() == 0
                            || Files.isRegularFile(file)
                                    && file.toFile().length() == found.getBytes();
                });
    }

    private Path record(int number) {
        return records.resolve("shard-%05d.json".formatted(number));
    }

    private Path temporary(String name) {
        return records.resolve(name + "." + UUID.randomUUID() + TEMPORARY);
    }

    private static void delete(Path temporary) {
        // The next run removes it, should the disk refuse even this.
        temporary.toFile().delete();
    }

    private ShardException unfinished(int number) {
        return new ShardException(
                "Shard %d of %s is not finished; run again to resume".formatted(number, output));
    }

    private ShardException unwritable(IOException e) {
        return new ShardException(
                "Cannot write to %s: %s; make room or give another output directory, then run again: finished shards are kept"
                        .formatted(output, e),
                e);
    }
}
