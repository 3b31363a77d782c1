package org.retain.operators.target;

import java.util.Optional;

/**
 * How far the teacher has come in an episode. It answers segments in the order of their indices,
 * each once, and gives an episode up at the first segment that it cannot answer.
 *
 * @param next index of the segment that comes next
 * @param closed why segments from {@code next} on are dropped; null while the episode goes on
 */
public record EpisodeProgress(int next, DropReason closed) {

    /** Nothing is known of the episode. */
    public static final EpisodeProgress UNKNOWN = new EpisodeProgress(0, null);

    /** Why this segment has to be dropped; empty when it can be answered. */
    public Optional<DropReason> judge(int segmentIndex) {
        if (segmentIndex < next) {
            return Optional.of(DropReason.DUPLICATE);
        }
        if (closed != null) {
            return Optional.of(closed);
        }
        if (segmentIndex > next) {
            return Optional.of(next == 0 ? DropReason.JOINED_IN_MID_EPISODE : DropReason.GAP);
        }
        return Optional.empty();
    }

    /** After the next segment has been answered. */
    public EpisodeProgress answered(boolean last) {
        return new EpisodeProgress(next + 1, last ? DropReason.AFTER_END : null);
    }

    /** After a segment was dropped; the first reason stays. */
    public EpisodeProgress dropped(DropReason reason) {
        return closed != null || reason == DropReason.DUPLICATE
                ? this
                : new EpisodeProgress(next, reason);
    }
}
