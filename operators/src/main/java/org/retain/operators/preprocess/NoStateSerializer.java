package org.retain.operators.preprocess;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The enumerator has no state of its own: which shards are finished stands in the directory. */
final class NoStateSerializer implements SimpleVersionedSerializer<NoState> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(NoState state) {
        return new byte[0];
    }

    @Override
    public NoState deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "Unknown version %d of NoState (this build reads %d)"
                            .formatted(version, VERSION));
        }
        return NoState.INSTANCE;
    }
}
