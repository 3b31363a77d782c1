package org.retain.datasets.shard;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.nld.NldGame;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.TtyrecFormatException;
import org.retain.datasets.ttyrec.TtyrecReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one game, up to the first thing that goes wrong. Reading never throws, so that
 * whoever writes what was read can tell his own failures from those of the recording.
 */
final class GameFrames implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GameFrames.class);

    private final NldGame game;
    private final List<String> failures = new ArrayList<>();
    private TtyrecReader reader;

    GameFrames(NldGame game) {
        this.game = game;
        try {
            reader =
                    TtyrecReader.open(
                            new BufferedInputStream(Files.newInputStream(game.file())),
                            game.name());
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    /** Fills the buffer from index 0; returns how many frames came, 0 at the end. */
    int next(FrameBuffer frames) {
        if (reader == null || !failures.isEmpty()) {
            return 0;
        }
        try {
            return reader.read(frames);
        } catch (IOException | RuntimeException e) {
            failed(e);
            return 0;
        }
    }

    /** What went wrong so far, one sentence each; empty for a sound recording. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (reader != null) {
            problems.addAll(reader.problems());
        }
        problems.addAll(failures);
        return problems;
    }

    @Override
    public void close() {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            LOG.warn("Closing {} failed", game.file(), e);
        }
    }

    private void failed(Exception e) {
        if (e instanceof TtyrecFormatException) {
            LOG.warn("{}", e.getMessage());
            failures.add(e.getMessage());
            return;
        }
        LOG.warn("Reading {} failed", game.file(), e);
        if (e instanceof AccessDeniedException) {
            failures.add("Cannot be read: no permission");
        } else if (e instanceof NoSuchFileException) {
            failures.add("Cannot be read: it is gone since the directory was listed");
        } else {
            failures.add("Cannot be read: " + e);
        }
    }
}
