package org.retain.operators.feed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.retain.datasets.episode.LanesState;

/** Serialises a {@link FeedSplit} for checkpoints. */
final class FeedSplitSerializer implements SimpleVersionedSerializer<FeedSplit> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(FeedSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(split.input());
        out.writeInt(split.lanes());
        out.writeBoolean(split.progress() != null);
        if (split.progress() != null) {
            LanesState progress = split.progress();
            out.writeUTF(split.fingerprint());
            out.writeInt(progress.nextEpisode());
            out.writeInt(progress.turn());
            for (int lane = 0; lane < split.lanes(); lane++) {
                out.writeInt(progress.episodes()[lane]);
                out.writeInt(progress.segments()[lane]);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public FeedSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "Unknown version %d of FeedSplit (this build reads %d); restore with the release that wrote the checkpoint"
                            .formatted(version, VERSION));
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        String input = in.readUTF();
        int lanes = in.readInt();
        if (!in.readBoolean()) {
            return new FeedSplit(input, lanes, null, null);
        }
        String fingerprint = in.readUTF();
        int nextEpisode = in.readInt();
        int turn = in.readInt();
        int[] episodes = new int[lanes];
        int[] segments = new int[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            episodes[lane] = in.readInt();
            segments[lane] = in.readInt();
        }
        LanesState progress = new LanesState(episodes, segments, nextEpisode, turn);
        return new FeedSplit(input, lanes, fingerprint, progress);
    }
}
