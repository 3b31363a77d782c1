package org.retain.operators.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * Tells encoders apart: SHA-256 over the width of an encoding and over name, shape and
 * little-endian bytes of each array of the encoder, running statistics included, in the order of
 * the shape's parameters. Two networks that differ behind the encoder alone have the same.
 */
final class EncoderHash {

    /** Raised when the same arrays come to mean another encoding. */
    private static final String VERSION = "retain encoder 1";

    private static final int NAME_BYTES = 8;

    private EncoderHash() {}

    /** The beginning of the hash, 16 hexadecimal digits, for arrays by name. */
    static String of(PolicyShape shape, Function<String, ByteBuffer> arrays) {
        MessageDigest digest = sha256();
        update(digest, VERSION);
        update(digest, String.valueOf(shape.encoding()));
        for (ParameterSpec spec : shape.parameters()) {
            if (spec.name().startsWith(ScaledNetParameters.ENCODER)) {
                update(digest, spec.name());
                update(digest, spec.shape().toString());
                digest.update(arrays.apply(spec.name()).duplicate());
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
    }

    /** A text behind its length, so that no two lists of texts give the same bytes. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(bytes.length)
                        .flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
