package org.retain.operators.policy;

import java.nio.ByteBuffer;

/**
 * What an encoder made of observations, computed before and read in place of them. Only the network
 * whose encoder it was takes them; which one that is follows from the name, see {@link
 * PolicyWeights#encodingName}.
 *
 * @param name name of the tensor that holds them in a segment, {@code encoding-} and the beginning
 *     of the encoder's hash
 * @param width numbers F of an encoding
 * @param values f32[T, B, F], little-endian, read from its position
 */
public record Encodings(String name, int width, ByteBuffer values) implements Observations {

    /** What the names of tensors of encodings begin with. */
    private static final String PREFIX = "encoding-";

    /** Whether a tensor of that name holds encodings, of whatever encoder. */
    public static boolean isName(String tensor) {
        return tensor.startsWith(PREFIX);
    }

    /** The name by the encoder's hash. */
    static String name(String hash) {
        return PREFIX + hash;
    }
}
