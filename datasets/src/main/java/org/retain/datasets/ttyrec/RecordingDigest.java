package org.retain.datasets.ttyrec;

import static org.retain.datasets.ttyrec.FrameBuffer.CELLS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SHA-256 over each of a recording's arrays, by which two decoders are compared without keeping
 * their frames: raw little-endian bytes of all frames in order.
 */
public final class RecordingDigest {

    private final Map<String, MessageDigest> digests = new LinkedHashMap<>();
    private ByteBuffer numbers = ByteBuffer.allocate(0);
    private long frames;

    public RecordingDigest() {
        for (String array :
                new String[] {
                    "tty_chars", "tty_colors", "tty_cursor", "timestamps", "keypresses", "scores"
                }) {
            digests.put(array, sha256());
        }
    }

    /** Adds the first {@code count} frames of a buffer. */
    public void add(FrameBuffer buffer, int count) {
        frames += count;
        digests.get("tty_chars").update(buffer.chars(), 0, count * CELLS);
        digests.get("tty_colors").update(buffer.colors(), 0, count * CELLS);
        digests.get("keypresses").update(buffer.keypresses(), 0, count);
        if (numbers.capacity() < count * Long.BYTES) {
            numbers = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        }
        numbers.asShortBuffer().put(buffer.cursors(), 0, 2 * count);
        digests.get("tty_cursor").update(numbers.array(), 0, 2 * count * Short.BYTES);
        numbers.asLongBuffer().put(buffer.timestamps(), 0, count);
        digests.get("timestamps").update(numbers.array(), 0, count * Long.BYTES);
        numbers.asIntBuffer().put(buffer.scores(), 0, count);
        digests.get("scores").update(numbers.array(), 0, count * Integer.BYTES);
    }

    /** Frames added so far. */
    public long frames() {
        return frames;
    }

    /** Lower-case hexadecimal SHA-256 by array name; the digest starts anew. */
    public Map<String, String> finish() {
        Map<String, String> result = new LinkedHashMap<>();
        digests.forEach((name, sha) -> result.put(name, HexFormat.of().formatHex(sha.digest())));
        frames = 0;
        return result;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
