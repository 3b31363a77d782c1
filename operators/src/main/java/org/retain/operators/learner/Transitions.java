package org.retain.operators.learner;

import java.util.Arrays;
import org.retain.datasets.segment.Segment;

/**
 * The N transitions that an off-policy algorithm learns from: every step of the rows that the
 * memory drew, unless it has no reward, or neither an observation after it nor an end. Entries
 * count observations [T+1, B] and steps [T, B] row-major.
 *
 * @param from i64[N], entry of the step and of the observation before it
 * @param to i64[N], entry of the observation after it; that before it where nothing follows
 * @param rewards f32[N], scaled
 * @param done f32[N], 1 where the episode terminated with the step, else 0
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Transitions(long[] from, long[] to, float[] rewards, float[] done) {

    /**
     * Reads a batch.
     *
     * @param demonstrations whether demonstrations are learned from like the agent's own past
     */
    static Transitions of(LearnerBatch batch, RewardScaling scaling, boolean demonstrations) {
        int capacity = batch.steps() * batch.rows();
        Transitions all =
                new Transitions(
                        new long[capacity],
                        new long[capacity],
                        new float[capacity],
                        new float[capacity]);
        return all.first(batch.has("rewards") ? all.fill(batch, scaling, demonstrations) : 0);
    }

    private int fill(LearnerBatch batch, RewardScaling scaling, boolean demonstrations) {
        int rows = batch.rows();
        int[] lengths = batch.lengths();
        boolean[] driving = batch.flags("driving");
        boolean[] demonstration = batch.flags("demonstration");
        boolean[] bootstrap = batch.flags("bootstrap_valid");
        boolean[] terminated = batch.flags("terminated");
        double[] scaled = scaling.apply(batch.doubles("rewards"));
        int count = 0;
        for (int row = 0; row < rows; row++) {
            Segment segment = batch.segment(row);
            if (driving[row]
                    || segment.getRewards() == null
                    || demonstration[row] && !demonstrations) {
                continue;
            }
            for (int t = 0; t < lengths[row]; t++) {
                int at = t * rows + row;
                if (terminated[at] || t < lengths[row] - 1 || bootstrap[row]) {
                    from[count] = at;
                    to[count] = terminated[at] ? at : at + rows;
                    rewards[count] = (float) scaled[at];
                    done[count++] = terminated[at] ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** N. */
    int count() {
        return from.length;
    }

    /** Every {@code parts}-th transition from this one on, which spreads rows over the parts. */
    Transitions part(int part, int parts) {
        int count = (count() - part + parts - 1) / parts;
        float[] partRewards = new float[count];
        float[] partDone = new float[count];
        for (int i = 0; i < count; i++) {
            partRewards[i] = rewards[part + i * parts];
            partDone[i] = done[part + i * parts];
        }
        return new Transitions(
                every(from, part, parts), every(to, part, parts), partRewards, partDone);
    }

    /** Every {@code parts}-th entry from this one on. */
    static long[] every(long[] entries, int part, int parts) {
        long[] chosen = new long[Math.max(0, (entries.length - part + parts - 1) / parts)];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = entries[part + i * parts];
        }
        return chosen;
    }

    private Transitions first(int count) {
        return new Transitions(
                Arrays.copyOf(from, count),
                Arrays.copyOf(to, count),
                Arrays.copyOf(rewards, count),
                Arrays.copyOf(done, count));
    }
}
