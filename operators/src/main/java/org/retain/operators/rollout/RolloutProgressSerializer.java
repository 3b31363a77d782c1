package org.retain.operators.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Serialises a {@link RolloutProgress} for checkpoints. */
final class RolloutProgressSerializer implements SimpleVersionedSerializer<RolloutProgress> {

    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;
    private static final int SPLIT_BYTES = Integer.BYTES + Long.BYTES;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(RolloutProgress progress) {
        List<RolloutSplit> splits = progress.unassigned();
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + splits.size() * SPLIT_BYTES);
        out.putInt(progress.nextIndex());
        out.putLong(progress.finishedBefore());
        out.putLong(progress.millis());
        out.putInt(splits.size());
        splits.forEach(split -> out.putInt(split.index()).putLong(split.episodes()));
        return out.array();
    }

    @Override
    public RolloutProgress deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "Unknown version %d of RolloutProgress (this build reads %d); restore with the release that wrote the checkpoint"
                            .formatted(version, VERSION));
        }
        ByteBuffer in = ByteBuffer.wrap(serialized);
        int nextIndex = in.getInt();
        long finishedBefore = in.getLong();
        long millis = in.getLong();
        List<RolloutSplit> splits = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            splits.add(new RolloutSplit(in.getInt(), in.getLong()));
        }
        return new RolloutProgress(nextIndex, finishedBefore, millis, splits);
    }
}
