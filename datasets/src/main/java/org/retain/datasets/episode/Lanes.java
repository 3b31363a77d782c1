package org.retain.datasets.episode;

import java.util.Arrays;

/**
 * Interleaves episodes: each of a fixed number of lanes plays one episode at a time, segment by
 * segment, and takes the next unplayed episode when its own has ended; lanes take turns. Every
 * segment of every episode comes exactly once, in order within its episode, and the whole order
 * follows from the state alone.
 */
public final class Lanes {

    private static final int IDLE = -1;

    private final int[] segmentCounts;
    private final int[] episodes;
    private final int[] segments;
    private int nextEpisode;
    private int turn;
    private int active;

    /**
     * Lanes at the beginning.
     *
     * @param lanes how many episodes are under way at a time
     * @param segmentCounts number of segments of each episode, at least 1
     */
    public Lanes(int lanes, int[] segmentCounts) {
        this(segmentCounts, idle(lanes), new int[lanes], 0, 0);
        for (int lane = 0; lane < lanes; lane++) {
            takeEpisode(lane);
        }
    }

    private Lanes(int[] segmentCounts, int[] episodes, int[] segments, int nextEpisode, int turn) {
        this.segmentCounts = segmentCounts;
        this.episodes = episodes;
        this.segments = segments;
        this.nextEpisode = nextEpisode;
        this.turn = turn;
        active = (int) Arrays.stream(episodes).filter(episode -> episode != IDLE).count();
    }

    /** Lanes as they were when {@code state} was taken. */
    public static Lanes restore(LanesState state, int[] segmentCounts) {
        return new Lanes(
                segmentCounts,
                state.episodes().clone(),
                state.segments().clone(),
                state.nextEpisode(),
                state.turn());
    }

    /** False when every segment has come. */
    public boolean hasNext() {
        return active > 0;
    }

    /** The next segment's lane, episode and index; the lane has moved on when this returns. */
    public Turn next() {
        while (episodes[turn] == IDLE) {
            turn = (turn + 1) % episodes.length;
        }
        Turn taken = new Turn(turn, episodes[turn], segments[turn]);
        segments[turn]++;
        if (segments[turn] == segmentCounts[episodes[turn]]) {
            active--;
            takeEpisode(turn);
        }
        turn = (turn + 1) % episodes.length;
        return taken;
    }

    /** Where the lanes stand. */
    public LanesState state() {
        return new LanesState(episodes.clone(), segments.clone(), nextEpisode, turn);
    }

    private void takeEpisode(int lane) {
        segments[lane] = 0;
        if (nextEpisode == segmentCounts.length) {
            episodes[lane] = IDLE;
            return;
        }
        episodes[lane] = nextEpisode;
        nextEpisode++;
        active++;
    }

    private static int[] idle(int lanes) {
        int[] episodes = new int[lanes];
        Arrays.fill(episodes, IDLE);
        return episodes;
    }

    /** Which segment a lane plays. */
    public record Turn(int lane, int episode, int segment) {}
}
