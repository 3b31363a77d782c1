package org.retain.operators.feed;

import java.io.IOException;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Serialises the enumerator's unassigned splits: none, or the one there is. */
final class FeedEnumeratorStateSerializer implements SimpleVersionedSerializer<List<FeedSplit>> {

    private final FeedSplitSerializer splits = new FeedSplitSerializer();

    @Override
    public int getVersion() {
        return splits.getVersion();
    }

    @Override
    public byte[] serialize(List<FeedSplit> unassigned) throws IOException {
        return unassigned.isEmpty() ? new byte[0] : splits.serialize(unassigned.get(0));
    }

    @Override
    public List<FeedSplit> deserialize(int version, byte[] serialized) throws IOException {
        return serialized.length == 0
                ? List.of()
                : List.of(splits.deserialize(version, serialized));
    }
}
