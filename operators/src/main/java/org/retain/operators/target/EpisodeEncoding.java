package org.retain.operators.target;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keyed state as bytes, little-endian behind a version. A live episode: next index i32, teacher id,
 * length of h in bytes i32, h, c. A tombstone: next index i32, the reason's code u8.
 */
final class EpisodeEncoding {

    static final byte VERSION = 1;
    static final int TEACHER_ID_BYTES = 32;

    private EpisodeEncoding() {}

    /**
     * An episode that goes on.
     *
     * @param next index of the segment that comes next
     * @param teacherId SHA-256 of the teacher that the state belongs to; zeros without a teacher
     * @param state the teacher's state before that segment
     */
    record Live(int next, byte[] teacherId, TeacherState state) {

        boolean isOf(byte[] teacher) {
            return Arrays.equals(teacherId, teacher);
        }
    }

    static byte[] encode(Live live) {
        byte[] h = live.state().h();
        byte[] c = live.state().c();
        return buffer(Integer.BYTES + TEACHER_ID_BYTES + Integer.BYTES + h.length + c.length)
                .putInt(live.next())
                .put(live.teacherId())
                .putInt(h.length)
                .put(h)
                .put(c)
                .array();
    }

    static Live decodeLive(byte[] bytes) {
        ByteBuffer in = versioned("live episode", bytes);
        try {
            int next = in.getInt();
            byte[] teacherId = new byte[TEACHER_ID_BYTES];
            in.get(teacherId);
            int length = in.getInt();
            if (length < 0 || 2L * length != in.remaining()) {
                throw new IllegalStateException(
                        "A live episode's state announces 2 × %d bytes, %d follow; the checkpoint is damaged"
                                .formatted(length, in.remaining()));
            }
            byte[] h = new byte[length];
            byte[] c = new byte[length];
            in.get(h).get(c);
            return new Live(next, teacherId, new TeacherState(h, c));
        } catch (BufferUnderflowException e) {
            throw cutOff("live episode", bytes, e);
        }
    }

    static byte[] encodeTombstone(EpisodeProgress closed) {
        return buffer(Integer.BYTES + 1).putInt(closed.next()).put(closed.closed().code()).array();
    }

    static EpisodeProgress decodeTombstone(byte[] bytes) {
        ByteBuffer in = versioned("tombstone", bytes);
        try {
            return new EpisodeProgress(in.getInt(), DropReason.ofCode(in.get()));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw cutOff("tombstone", bytes, e);
        }
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(1 + length).order(ByteOrder.LITTLE_ENDIAN).put(VERSION);
    }

    private static ByteBuffer versioned(String what, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int version = in.hasRemaining() ? in.get() : -1;
        if (version != VERSION) {
            throw new IllegalStateException(
                    "Unknown version %d of a %s in the target station's state (this build reads %d); restore with the build that wrote the checkpoint"
                            .formatted(version, what, VERSION));
        }
        return in;
    }

    private static IllegalStateException cutOff(String what, byte[] bytes, RuntimeException e) {
        return new IllegalStateException(
                "A %s in the target station's state has %d bytes and makes no sense; the checkpoint is damaged"
                        .formatted(what, bytes.length),
                e);
    }
}
