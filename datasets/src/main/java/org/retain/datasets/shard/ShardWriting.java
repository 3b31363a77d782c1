package org.retain.datasets.shard;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.retain.datasets.nld.NldGame;
import org.retain.datasets.nld.SegmentCutter;
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.ttyrec.FrameBuffer;

/**
 * Decodes the games of one shard and writes their segments. A bad recording never fails it: a game
 * that yields no frame is skipped, any other is used as far as it goes, both with the reason.
 */
final class ShardWriting {

    private static final int FRAMES_AT_ONCE = 256;

    private final int segmentLength;
    private final ShardProgress progress;
    private final FrameBuffer frames = new FrameBuffer(FRAMES_AT_ONCE);

    ShardWriting(int segmentLength, ShardProgress progress) {
        this.segmentLength = segmentLength;
        this.progress = progress;
    }

    /**
     * Writes a shard to a file, which stays absent when no game has a frame.
     *
     * @return what was written; file name, length and digest are left empty
     * @throws InterruptedIOException when the thread is interrupted
     * @throws IOException when the file cannot be written
     */
    ShardCommit write(PlannedShard shard, Path file) throws IOException {
        ShardCommit commit = empty(shard.getNumber());
        Path root = Path.of(shard.getRoot());
        try (SegmentParquetWriter writer = new SegmentParquetWriter(file)) {
            for (PlannedGame planned : shard.getGames()) {
                NldGame game =
                        new NldGame(root, planned.getName(), planned.getBytes(), planned.getLog());
                write(game, writer, commit);
                progress.gameDone();
            }
            if (writer.rows() > 0) {
                writer.finish();
            }
            commit.setSegments(writer.rows());
        }
        return commit;
    }

    private void write(NldGame game, SegmentParquetWriter writer, ShardCommit commit)
            throws IOException {
        SegmentCutter cutter = new SegmentCutter(game, segmentLength);
        String problems;
        try (GameFrames recording = new GameFrames(game)) {
            for (int n = recording.next(frames); n > 0; n = recording.next(frames)) {
                cutter.accept(frames, n, writer::write);
                progress.framesDone(n);
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("Stopped on request");
                }
            }
            problems = String.join("; ", recording.problems());
        }
        cutter.finish(!problems.isEmpty(), writer::write);

        long steps = cutter.steps();
        if (steps == 0) {
            String reason = problems.isEmpty() ? "The recording has no frame" : problems;
            commit.getSkipped().add(new FileRemark(game.name(), reason));
            return;
        }
        commit.setGames(commit.getGames() + 1);
        commit.setFrames(commit.getFrames() + steps);
        if (!problems.isEmpty()) {
            commit.getDamaged().add(new DamagedGame(game.name(), steps, problems));
        }
        if (cutter.unknownKeys() > 0) {
            commit.getNotes()
                    .add(
                            new FileRemark(
                                    game.name(),
                                    "%,d keys that no action presses are labelled 0 (north)"
                                            .formatted(cutter.unknownKeys())));
        }
    }

    private static ShardCommit empty(int number) {
        return new ShardCommit(
                number,
                "",
                0,
                0L,
                0L,
                0L,
                "",
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }
}
