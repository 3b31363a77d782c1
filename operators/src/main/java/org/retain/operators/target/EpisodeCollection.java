package org.retain.operators.target;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retain.datasets.segment.Segment;

/**
 * Collects the segments of a log, whose episodes are interleaved, into episodes: what the target
 * station would drop is dropped here by the same rules, so that each episode goes from its first
 * segment on without gaps.
 *
 * <p>An episode is handed on when it ends, at a gap as far as it goes, and otherwise by {@link
 * #finish}. Those under way are in memory as they came, packed; of those handed on it is remembered
 * how far they went. Not thread-safe.
 */
public final class EpisodeCollection {

    /** Takes an episode's segments over, in order. */
    @FunctionalInterface
    public interface Output<E extends Exception> {
        /** Takes one episode. */
        void accept(List<Segment> episode) throws E;
    }

    private final Map<String, List<Segment>> open = new LinkedHashMap<>();
    private final Map<String, EpisodeProgress> progress = new HashMap<>();
    private final EnumMap<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private long episodes;
    private long segments;

    /** Adds the log's next segment. */
    public <E extends Exception> void add(Segment segment, Output<E> output) throws E {
        String id = segment.getEpisodeId();
        EpisodeProgress before = progress.getOrDefault(id, EpisodeProgress.UNKNOWN);
        Optional<DropReason> reason = before.judge(segment.getSegmentIndex());
        if (reason.isPresent()) {
            dropped.merge(reason.get(), 1L, Long::sum);
            EpisodeProgress after = before.dropped(reason.get());
            progress.put(id, after);
            if (after.closed() != null) {
                handOn(open.remove(id), output);
            }
            return;
        }
        boolean last = segment.getTerminated() || segment.getTruncated();
        progress.put(id, before.answered(last));
        open.computeIfAbsent(id, unused -> new ArrayList<>()).add(segment);
        if (last) {
            handOn(open.remove(id), output);
        }
    }

    /** Hands on the episodes that go on beyond the log's end, as far as it has them. */
    public <E extends Exception> void finish(Output<E> output) throws E {
        List<List<Segment>> unfinished = new ArrayList<>(open.values());
        open.clear();
        for (List<Segment> episode : unfinished) {
            handOn(episode, output);
        }
    }

    private <E extends Exception> void handOn(List<Segment> episode, Output<E> output) throws E {
        if (episode != null) {
            episodes++;
            segments += episode.size();
            output.accept(episode);
        }
    }

    /** Episodes handed on. */
    public long episodes() {
        return episodes;
    }

    /** Segments of the episodes handed on. */
    public long segments() {
        return segments;
    }

    /** Segments dropped, by reason. */
    public Map<DropReason, Long> dropped() {
        return dropped;
    }
}
