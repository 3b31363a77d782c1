package org.retain.operators.actor;

import org.retain.datasets.segment.Segment;
import org.retain.operators.environment.Environment;

/** Where one slot of an actor stands: its episode and the segment that is being recorded. */
final class Slot {

    private final Environment environment;
    private final int number;
    private final ActorSettings settings;
    private final SegmentRecord record;

    private EpisodeRecord episode;
    private int segments;
    private boolean granted;
    private boolean open;
    private boolean complete;
    private boolean ended;

    /** A free slot; its segments lie in the record, null when none are recorded. */
    Slot(Environment environment, int number, ActorSettings settings, SegmentRecord record) {
        this.environment = environment;
        this.number = number;
        this.settings = settings;
        this.record = record;
    }

    int number() {
        return number;
    }

    /** Whether it has no episode. */
    boolean isFree() {
        return episode == null;
    }

    /** Whether a segment must be granted before it takes another step. */
    boolean needsGrant() {
        return record != null && !granted && !open && !ended;
    }

    /** Whether a segment is complete but for the value of the present observation. */
    boolean isComplete() {
        return complete;
    }

    /** Whether it takes a step next. */
    boolean isPlaying() {
        return episode != null && !ended && (record == null || granted || open);
    }

    /** Whether a segment was granted or is under way, so that one is still to come. */
    boolean owes() {
        return granted || open || complete;
    }

    /** The episode under way. */
    EpisodeRecord episode() {
        return episode;
    }

    /** Lets the next segment start. */
    void grant() {
        granted = true;
    }

    /** Takes the episode that the slot was just reset to. */
    void begin(EpisodeRecord next) {
        episode = next;
        segments = 0;
        ended = false;
    }

    /** The complete segment, once the policy has answered the present observation in this row. */
    Segment take(int row, float value) {
        record.answered(row);
        return take(isTerminal() ? 0 : value);
    }

    /** The complete segment, with the value of the present observation. */
    Segment take(float bootstrap) {
        complete = false;
        Segment segment = record.end(episode, segments++, settings.source(), bootstrap);
        segment.setTerminated(ended && environment.terminated(number));
        segment.setTruncated(ended && environment.truncated(number));
        if (ended) {
            episode = null;
        }
        return segment;
    }

    /** Starts the segment that was granted, if one was. */
    void startGranted(RecurrentRows state) {
        if (granted) {
            granted = false;
            open = true;
            record.start(episode.steps(), state);
        }
    }

    /** Takes what the policy chose, in this row of its answer. */
    void act(int row, long version, float value, float logProbability) {
        if (record != null) {
            record.answered(row);
            record.act(version, value, logProbability);
        }
    }

    /**
     * Takes what the environment answered.
     *
     * @return whether the episode has ended
     */
    boolean step(long version) {
        episode.step(version);
        ended = environment.terminated(number) || environment.truncated(number);
        if (record != null) {
            record.step();
            if (ended || record.length() == settings.segmentSteps()) {
                open = false;
                complete = true;
            }
        }
        return ended;
    }

    /** Whether nothing can follow the present observation, whose value is then 0. */
    boolean isTerminal() {
        return ended && environment.terminated(number);
    }

    /** Gives the ended episode of a slot that records nothing up. */
    void free() {
        episode = null;
    }
}
