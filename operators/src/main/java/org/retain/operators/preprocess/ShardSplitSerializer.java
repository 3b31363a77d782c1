package org.retain.operators.preprocess;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.retain.datasets.shard.PlannedShard;

/** Writes a split as the Avro encoding of its shard. */
final class ShardSplitSerializer implements SimpleVersionedSerializer<ShardSplit> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(ShardSplit split) throws IOException {
        ByteBuffer encoded = split.shard().toByteBuffer();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    @Override
    public ShardSplit deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "Unknown version %d of ShardSplit (this build reads %d)"
                            .formatted(version, VERSION));
        }
        return new ShardSplit(PlannedShard.fromByteBuffer(ByteBuffer.wrap(bytes)));
    }
}
