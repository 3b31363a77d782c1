package org.retain.operators.target;

import java.time.Duration;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/** Keyed state of the target station: that of the episode which is the current key. */
final class EpisodeStore {

    private final ValueState<byte[]> liveState;
    private final ValueState<byte[]> tombstoneState;

    EpisodeStore(RuntimeContext context, TargetSettings settings) {
        liveState = context.getState(descriptor("live-episode", settings.idleTtl()));
        tombstoneState = context.getState(descriptor("tombstone", settings.tombstoneTtl()));
    }

    /** The episode, when it is under way; else null. */
    EpisodeEncoding.Live live() throws Exception {
        byte[] bytes = liveState.value();
        return bytes == null ? null : EpisodeEncoding.decodeLive(bytes);
    }

    /** How far the episode has come; {@code live} is what {@link #live} gave. */
    EpisodeProgress progress(EpisodeEncoding.Live live) throws Exception {
        if (live != null) {
            return new EpisodeProgress(live.next(), null);
        }
        byte[] bytes = tombstoneState.value();
        return bytes == null ? EpisodeProgress.UNKNOWN : EpisodeEncoding.decodeTombstone(bytes);
    }

    /** Keeps an episode that goes on. */
    void keep(EpisodeEncoding.Live live) throws Exception {
        liveState.update(EpisodeEncoding.encode(live));
    }

    /** Leaves a tombstone of an episode that is closed. */
    void close(EpisodeProgress closed) throws Exception {
        liveState.clear();
        tombstoneState.update(EpisodeEncoding.encodeTombstone(closed));
    }

    private static ValueStateDescriptor<byte[]> descriptor(String name, Duration timeToLive) {
        ValueStateDescriptor<byte[]> descriptor =
                new ValueStateDescriptor<>(
                        name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive).build());
        return descriptor;
    }
}
