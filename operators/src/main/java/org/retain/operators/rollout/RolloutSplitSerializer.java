package org.retain.operators.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Serialises a {@link RolloutSplit} for checkpoints. */
final class RolloutSplitSerializer implements SimpleVersionedSerializer<RolloutSplit> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(RolloutSplit split) {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(split.index())
                .putLong(split.episodes())
                .array();
    }

    @Override
    public RolloutSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "Unknown version %d of RolloutSplit (this build reads %d); restore with the release that wrote the checkpoint"
                            .formatted(version, VERSION));
        }
        ByteBuffer in = ByteBuffer.wrap(serialized);
        return new RolloutSplit(in.getInt(), in.getLong());
    }
}
