package org.retain.operators.learner;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.retain.datasets.learner.LearnerReport;

/**
 * What a run of training has done so far, and when it ends: counts updates, skips those that are no
 * numbers, and gives up when too many of them follow each other.
 */
final class Training {

    private static final long NANOS_PER_MINUTE = 60_000_000_000L;

    private final Agent agent;
    private final TrainingLimits limits;
    private final LongSupplier clock;

    private long applied;
    private long skipped;
    private int skippedInARow;
    private long frames;
    private long nanos;
    private long since;
    private String stopped;

    Training(Agent agent, TrainingLimits limits) {
        this(agent, limits, System::nanoTime);
    }

    /** With a clock that counts nanoseconds. */
    Training(Agent agent, TrainingLimits limits, LongSupplier clock) {
        this.agent = agent;
        this.limits = limits;
        this.clock = clock;
        since = clock.getAsLong();
    }

    /**
     * Updates the agent by a batch.
     *
     * @param frames steps of the batch that are no padding
     * @throws DivergedException when more updates in a row than allowed were no numbers
     */
    Update train(TrainingBatch batch, long frames) {
        Update update = agent.update(batch, applied);
        if (update.applied()) {
            applied++;
            skippedInARow = 0;
            this.frames += frames;
        } else if (update.reason() != null) {
            skipped++;
            skippedInARow++;
            if (skippedInARow > limits.maxSkipped()) {
                throw new DivergedException(
                        "%d updates in a row were skipped, the last because %s (figures: %s), after %d applied updates; lower %s, or look for broken rewards or targets. The last good weights stay announced."
                                .formatted(
                                        skippedInARow,
                                        update.reason(),
                                        update.figures(),
                                        applied,
                                        LearnerOptions.LEARNING_RATE.key()));
            }
        }
        return update;
    }

    /** Ends training for a reason of the caller's; the first reason stays. */
    void stop(String reason) {
        stopped = stopped == null ? reason : stopped;
    }

    /** Why training has ended; empty while it goes on. */
    Optional<String> stopReason() {
        if (stopped == null && limits.maxUpdates() > 0 && applied >= limits.maxUpdates()) {
            stopped = "%d updates were applied".formatted(applied);
        }
        if (stopped == null && limits.maxMinutes() > 0 && minutes() >= limits.maxMinutes()) {
            stopped = "%.1f minutes of training are over".formatted(minutes());
        }
        return Optional.ofNullable(stopped);
    }

    /** Updates applied. */
    long applied() {
        return applied;
    }

    /** Updates skipped because one of their numbers was not finite. */
    long skipped() {
        return skipped;
    }

    /** Steps in applied updates. */
    long frames() {
        return frames;
    }

    /** Time since the start, by the wall clock, without that in which no learner ran. */
    double minutes() {
        long now = clock.getAsLong();
        nanos += now - since;
        since = now;
        return (double) nanos / NANOS_PER_MINUTE;
    }

    /** Begins a report. */
    LearnerReport.Builder report(Map<String, Double> figures, String stopped) {
        return LearnerReport.newBuilder()
                .setUpdates(applied)
                .setSkipped(skipped)
                .setFrames(frames)
                .setMinutes(minutes())
                .setFigures(figures)
                .setStopped(stopped);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(applied);
        out.writeLong(skipped);
        out.writeInt(skippedInARow);
        out.writeLong(frames);
        minutes();
        out.writeLong(nanos);
    }

    void read(DataInputStream in) throws IOException {
        applied = in.readLong();
        skipped = in.readLong();
        skippedInARow = in.readInt();
        frames = in.readLong();
        nanos = in.readLong();
        since = clock.getAsLong();
    }
}
