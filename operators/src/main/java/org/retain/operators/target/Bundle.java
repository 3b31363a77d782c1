package org.retain.operators.target;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.retain.datasets.segment.Segment;

/**
 * Segments that wait for the teacher, at most one of each episode, and the markers that came
 * between them, all in the order of arrival.
 */
final class Bundle {

    private final List<TeacherRow> rows = new ArrayList<>();
    private final List<TeacherState> states = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> episodes = new HashSet<>();

    /**
     * A segment that waits.
     *
     * @param segment the segment
     * @param progress how far its episode had come before it
     * @param row its row in the bundle; −1 for a marker
     */
    record Entry(Segment segment, EpisodeProgress progress, int row) {

        boolean isMarker() {
            return row < 0;
        }
    }

    /** The row that the next segment goes into; it counts only once it is added. */
    TeacherRow nextRow(Supplier<TeacherRow> another) {
        if (rows.size() == states.size()) {
            rows.add(another.get());
        }
        return rows.get(states.size());
    }

    /** Adds the segment that {@link #nextRow} was filled from. */
    void add(Segment segment, EpisodeProgress progress, TeacherState state) {
        entries.add(new Entry(segment, progress, states.size()));
        states.add(state);
        episodes.add(segment.getEpisodeId());
    }

    void addMarker(Segment marker) {
        entries.add(new Entry(marker, null, -1));
    }

    boolean contains(String episodeId) {
        return episodes.contains(episodeId);
    }

    int size() {
        return states.size();
    }

    List<TeacherRow> rows() {
        return rows;
    }

    List<TeacherState> states() {
        return states;
    }

    List<Entry> entries() {
        return entries;
    }

    void clear() {
        states.clear();
        entries.clear();
        episodes.clear();
    }
}
