package org.retain.operators.memory;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialises a {@link MemoryItem}: i64 insert, i32 length, the segment's bytes.
 *
 * <p>Items are immutable, so a copy is the item itself: on the heap backend neither an access nor a
 * checkpoint that is under way copies a segment.
 */
final class MemoryItemSerializer extends StateSerializer<MemoryItem> {

    private static final long serialVersionUID = 1L;

    private static final int VERSION = 1;

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public MemoryItem copy(MemoryItem from) {
        return from;
    }

    @Override
    public void serialize(MemoryItem item, DataOutputView target) throws IOException {
        target.writeLong(item.insert());
        target.writeInt(item.segment().length);
        target.write(item.segment());
    }

    @Override
    public MemoryItem deserialize(DataInputView source) throws IOException {
        long insert = source.readLong();
        byte[] segment = new byte[source.readInt()];
        source.readFully(segment);
        return new MemoryItem(insert, segment);
    }

    @Override
    public TypeSerializerSnapshot<MemoryItem> snapshotConfiguration() {
        return new ItemSnapshot();
    }

    /** The format's version. Public for Flink, which instantiates it on a restore. */
    public static final class ItemSnapshot extends Snapshot<MemoryItem> {

        public ItemSnapshot() {
            super("MemoryItem", VERSION);
        }

        @Override
        public TypeSerializer<MemoryItem> restoreSerializer() {
            return new MemoryItemSerializer();
        }
    }
}
