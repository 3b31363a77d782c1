package org.retain.operators.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialises a {@link ShardHeader}: i32 shard, text layout, i64 driving, i64 draws, i64 forgiven,
 * i32 number of tables; each table: text stratum, i32 capacity, i64 inserts, i64 evicted, i64
 * draws.
 */
final class ShardHeaderSerializer extends StateSerializer<ShardHeader> {

    private static final long serialVersionUID = 1L;

    private static final int VERSION = 1;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public ShardHeader copy(ShardHeader from) {
        return from.copy();
    }

    @Override
    public void serialize(ShardHeader header, DataOutputView target) throws IOException {
        target.writeInt(header.shard());
        target.writeUTF(header.layout());
        target.writeLong(header.driving());
        target.writeLong(header.draws());
        target.writeLong(header.forgiven());
        target.writeInt(header.tables().size());
        for (MemoryTable table : header.tables()) {
            target.writeUTF(table.stratum());
            target.writeInt(table.capacity());
            target.writeLong(table.inserts());
            target.writeLong(table.evicted());
            target.writeLong(table.draws());
        }
    }

    @Override
    public ShardHeader deserialize(DataInputView source) throws IOException {
        int shard = source.readInt();
        String layout = source.readUTF();
        long driving = source.readLong();
        long draws = source.readLong();
        long forgiven = source.readLong();
        int size = source.readInt();
        List<MemoryTable> tables = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            tables.add(
                    new MemoryTable(
                            source.readUTF(),
                            source.readInt(),
                            source.readLong(),
                            source.readLong(),
                            source.readLong()));
        }
        return new ShardHeader(shard, layout, driving, draws, forgiven, tables);
    }

    @Override
    public TypeSerializerSnapshot<ShardHeader> snapshotConfiguration() {
        return new HeaderSnapshot();
    }

    /** The format's version. Public for Flink, which instantiates it on a restore. */
    public static final class HeaderSnapshot extends Snapshot<ShardHeader> {

        public HeaderSnapshot() {
            super("ShardHeader", VERSION);
        }

        @Override
        public TypeSerializer<ShardHeader> restoreSerializer() {
            return new ShardHeaderSerializer();
        }
    }
}
