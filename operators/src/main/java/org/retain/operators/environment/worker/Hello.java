package org.retain.operators.environment.worker;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** How both sides begin: who they are, before anything that depends on the version. */
final class Hello {

    /** The bytes {@code RTNW}. */
    private static final int MAGIC = 0x574E5452;

    private static final short VERSION = 1;

    static final int BYTES = Integer.BYTES + Short.BYTES;

    private Hello() {}

    static ByteBuffer write(ByteBuffer payload) {
        return payload.putInt(MAGIC).putShort(VERSION);
    }

    static void check(ByteBuffer payload) throws ProtocolException {
        if (payload.remaining() < BYTES) {
            throw new ProtocolException(
                    "A HELLO of %d bytes, expected at least %d"
                            .formatted(payload.remaining(), BYTES));
        }
        int magic = payload.getInt();
        if (magic != MAGIC) {
            throw new ProtocolException(
                    "A HELLO that begins with %08x, expected %08x".formatted(magic, MAGIC));
        }
        short version = payload.getShort();
        if (version != VERSION) {
            throw new ProtocolException(
                    "Version %d of the worker's protocol, expected %d".formatted(version, VERSION));
        }
    }
}
