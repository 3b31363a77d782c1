package org.retain.operators.evaluation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Serialises a split as its number and seed, and the enumerator's state as many of these. */
final class EpisodeSplitSerializer implements SimpleVersionedSerializer<EpisodeSplit> {

    private static final int VERSION = 1;
    private static final int BYTES = 2 * Long.BYTES;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EpisodeSplit split) {
        return write(List.of(split));
    }

    @Override
    public EpisodeSplit deserialize(int version, byte[] bytes) throws IOException {
        return read(version, bytes).get(0);
    }

    /** Serialises what the enumerator has not handed out. */
    static SimpleVersionedSerializer<List<EpisodeSplit>> ofList() {
        return new SimpleVersionedSerializer<>() {
            @Override
            public int getVersion() {
                return VERSION;
            }

            @Override
            public byte[] serialize(List<EpisodeSplit> splits) {
                return write(splits);
            }

            @Override
            public List<EpisodeSplit> deserialize(int version, byte[] bytes) throws IOException {
                return read(version, bytes);
            }
        };
    }

    private static byte[] write(List<EpisodeSplit> splits) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(splits.size(), BYTES));
        for (EpisodeSplit split : splits) {
            bytes.putLong(split.number()).putLong(split.seed());
        }
        return bytes.array();
    }

    private static List<EpisodeSplit> read(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "Unknown version %d of EpisodeSplit (this build reads %d); restore with the release that wrote the checkpoint"
                            .formatted(version, VERSION));
        }
        ByteBuffer bytes = ByteBuffer.wrap(serialized);
        List<EpisodeSplit> splits = new ArrayList<>();
        while (bytes.hasRemaining()) {
            splits.add(new EpisodeSplit(bytes.getLong(), bytes.getLong()));
        }
        return splits;
    }
}
