package org.retain.datasets.ttyrec;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.retain.datasets.bzip2.Bzip2InputStream;
import org.retain.datasets.bzip2.DamagedBzip2Exception;

/**
 * Reads the frames of one ttyrec3 recording, as NLE's converter does: one frame for each key, with
 * the screen, cursor and score that the player answered.
 *
 * <p>Frames of an undamaged file are byte for byte those of NLE 1.3.0. Of a damaged one all whole
 * frames before the damage are kept, and {@link #problems()} says what is wrong, where NLE stays
 * silent or shifts scores and keys against the screens. No input makes it hang or hold more than a
 * few megabytes. Not thread-safe.
 */
public final class TtyrecReader implements Closeable {

    /** Longest payload taken for real; NetHack flushes every 8 KiB. */
    private static final int MAX_PAYLOAD = 1 << 24;

    private static final int HEADER_BYTES = 13;
    private static final int OUTPUT = 0;
    private static final int KEY = 1;
    private static final int SCORE = 2;

    private final String name;
    private final Bzip2InputStream compressed;
    private final RecordInput input;
    private final Terminal terminal = new Terminal();
    private final Damages damages = new Damages();

    private long frames;
    private int score;
    private int scoresSinceKey;
    private int lastChannel = SCORE;
    private boolean ended;

    private TtyrecReader(Bzip2InputStream compressed, String name) {
        this.name = name;
        this.compressed = compressed;
        this.input = new RecordInput(compressed);
    }

    /**
     * Opens a {@code *.ttyrec3.bz2} file.
     *
     * @throws TtyrecFormatException when it is empty or not bzip2
     * @throws IOException when it cannot be read
     */
    public static TtyrecReader open(Path file) throws IOException {
        return open(Files.newInputStream(file), file.toString());
    }

    /**
     * Opens a recording that comes as a stream, which is closed with the reader, or at once when it
     * is refused.
     *
     * @param name how messages call it
     * @throws TtyrecFormatException when it is empty or not bzip2
     * @throws IOException when it cannot be read
     */
    public static TtyrecReader open(InputStream in, String name) throws IOException {
        try {
            return new TtyrecReader(new Bzip2InputStream(in), name);
        } catch (DamagedBzip2Exception e) {
            in.close();
            throw new TtyrecFormatException(
                    "%s is no ttyrec3 recording, it is empty or not compressed with bzip2: %s"
                            .formatted(name, e.getMessage()));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Fills a buffer with the next frames, from index 0.
     *
     * @return how many frames were written, 0 at the end
     * @throws TtyrecFormatException when already the first record is none
     * @throws IOException when the file cannot be read
     */
    public int read(FrameBuffer target) throws IOException {
        int filled = 0;
        try {
            while (filled < target.capacity() && !ended) {
                if (nextRecord(target, filled)) {
                    filled++;
                }
            }
        } catch (DamagedBzip2Exception e) {
            end(e.getMessage());
        }
        return filled;
    }

    /** Damages found so far, each one sentence: what and where. */
    public List<String> problems() {
        return damages.sentences();
    }

    /** Whether any damage was found so far. */
    public boolean damaged() {
        return !problems().isEmpty();
    }

    /** Frames given out so far. */
    public long framesRead() {
        return frames;
    }

    /** Compressed bytes consumed so far. */
    public long bytesRead() {
        return compressed.position();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private boolean nextRecord(FrameBuffer target, int frame) throws IOException {
        if (!input.require(HEADER_BYTES)) {
            endOfData();
            return false;
        }
        int seconds = input.intAt(0);
        int microseconds = input.intAt(4);
        int length = input.intAt(8);
        int channel = input.byteAt(12) & 0xff;
        if (length <= 0 || length > MAX_PAYLOAD || channel > SCORE) {
            refuse(length, channel);
            return false;
        }
        input.consume(HEADER_BYTES);
        lastChannel = channel;
        if (channel == OUTPUT) {
            write(length);
            return false;
        }
        if (channel == SCORE) {
            takeScore(length);
            return false;
        }
        return takeKey(length, target, frame, seconds * 1_000_000L + microseconds);
    }

    private void write(int length) throws IOException {
        for (int left = length; left > 0; ) {
            if (!input.require(1)) {
                cut();
                return;
            }
            int part = Math.min(left, input.available());
            terminal.write(input.bytes(), input.start(), input.start() + part);
            input.consume(part);
            left -= part;
        }
    }

    private void takeScore(int length) throws IOException {
        if (length < Integer.BYTES) {
            damages.shortScore(frames);
            skip(length);
            return;
        }
        if (!input.require(Integer.BYTES)) {
            cut();
            return;
        }
        int value = input.intAt(0);
        if (skip(length)) {
            score = value;
            if (++scoresSinceKey == 2) {
                damages.extraScore(frames);
            }
        }
    }

    private boolean takeKey(int length, FrameBuffer target, int frame, long timestamp)
            throws IOException {
        if (!input.require(1)) {
            cut();
            return false;
        }
        byte key = input.byteAt(0);
        if (!skip(length)) {
            return false;
        }
        if (scoresSinceKey == 0) {
            damages.missingScore(frames);
        }
        scoresSinceKey = 0;
        terminal.copyInto(target, frame);
        target.timestamps()[frame] = timestamp;
        target.keypresses()[frame] = key;
        target.scores()[frame] = score;
        frames++;
        return true;
    }

    private boolean skip(int length) throws IOException {
        for (int left = length; left > 0; ) {
            if (!input.require(1)) {
                cut();
                return false;
            }
            int part = Math.min(left, input.available());
            input.consume(part);
            left -= part;
        }
        return true;
    }

    private void refuse(int length, int channel) throws TtyrecFormatException {
        String found =
                "a record of %,d bytes on channel %d, expected 1 to %,d bytes on channel 0, 1 or 2"
                        .formatted(length, channel, MAX_PAYLOAD);
        if (input.position() == 0) {
            throw new TtyrecFormatException(
                    "%s is no ttyrec3 recording: it begins with %s".formatted(name, found));
        }
        end("Found " + found);
    }

    private void cut() {
        end("The data ends inside a record");
    }

    private void endOfData() throws IOException {
        if (input.available() > 0) {
            cut();
        } else if (compressed.hasTrailingBytes()) {
            end("More bytes follow the end of the bzip2 stream and are ignored");
        } else if (lastChannel == KEY) {
            end("The recording ends with a key: what it did was not recorded");
        }
        ended = true;
    }

    private void end(String what) {
        ended = true;
        damages.add(
                "%s, after frame %,d at byte %,d of the decompressed data"
                        .formatted(what, frames, input.position()));
    }
}
