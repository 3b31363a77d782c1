package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** A message that was received; the payload is little-endian. */
record Message(MessageType type, ByteBuffer payload) {

    /** The rest of the payload as text. */
    String text() {
        return text(payload);
    }

    static String text(ByteBuffer payload) {
        return UTF_8.decode(payload).toString();
    }
}
