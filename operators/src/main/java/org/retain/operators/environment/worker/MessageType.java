package org.retain.operators.environment.worker;

import java.net.ProtocolException;

/** Types of messages, numbered from 1 in this order. */
enum MessageType {
    HELLO,
    RESET,
    STEP,
    RESULT,
    FACTS,
    CLOSE,
    ERROR;

    private static final MessageType[] ALL = values();

    byte code() {
        return (byte) (ordinal() + 1);
    }

    static MessageType of(byte code) throws ProtocolException {
        if (code < 1 || code > ALL.length) {
            throw new ProtocolException(
                    "A message of type %d, expected 1 to %d".formatted(code, ALL.length));
        }
        return ALL[code - 1];
    }
}
