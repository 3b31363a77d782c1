package org.retain.operators.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.MemoryTableSummary;
import org.retain.operators.random.CounterRandom;

/**
 * What a shard knows of itself: its counters and its tables, all but the items. Every decision of
 * the shard is a function of this header and the seed. Size: some 200 bytes and 40 more for each
 * stratum, of which there are at most {@link MemoryOptions#MAX_STRATA}.
 */
final class ShardHeader {

    private static final int DRAW_STREAM = 0;
    private static final int FIRST_INSERT_STREAM = 1;

    private final int shard;
    private final String layout;
    private final List<MemoryTable> tables;
    private long driving;
    private long draws;
    private long forgiven;

    ShardHeader(int shard, String layout) {
        this(shard, layout, 0, 0, 0, new ArrayList<>());
    }

    ShardHeader(
            int shard,
            String layout,
            long driving,
            long draws,
            long forgiven,
            List<MemoryTable> tables) {
        this.shard = shard;
        this.layout = layout;
        this.driving = driving;
        this.draws = draws;
        this.forgiven = forgiven;
        this.tables = tables;
    }

    ShardHeader copy() {
        List<MemoryTable> copies = new ArrayList<>(tables.size());
        tables.forEach(table -> copies.add(table.copy()));
        return new ShardHeader(shard, layout, driving, draws, forgiven, copies);
    }

    /**
     * Counts one more driving segment.
     *
     * @param units its length in the memory's unit
     * @return the draws that it is owed, all its units together
     */
    int drive(SampleRatio ratio, int units) {
        int owed = ratio.owed(driving, units);
        driving += units;
        return owed;
    }

    /** Counts draws that were owed but are not made. */
    void forgive(int owed) {
        forgiven += owed;
    }

    /** Makes the next draw; the draw's number is all that the random bits depend on. */
    Slot draw(StratumSampler sampler, CounterRandom random) {
        return sampler.draw(tables, random.at(shard, DRAW_STREAM, draws++));
    }

    /**
     * The table of a stratum, opened when the stratum is new.
     *
     * @param other the stratum whose table is taken when this one's would be one too many
     * @return its index
     */
    int open(String stratum, String other, int maxStrata, int capacity) {
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).stratum().equals(stratum)) {
                return i;
            }
        }
        if (tables.size() >= maxStrata && !stratum.equals(other)) {
            return open(other, other, maxStrata, capacity);
        }
        tables.add(new MemoryTable(stratum, capacity));
        return tables.size() - 1;
    }

    /**
     * Offers an item to a table.
     *
     * @return the index of the slot to write it to, or {@link Remover#TURNED_AWAY}
     */
    int insert(int table, Remover remover, CounterRandom random) {
        MemoryTable target = tables.get(table);
        return target.insert(
                remover, random.at(shard, FIRST_INSERT_STREAM + table, target.inserts()));
    }

    /** The counters as a record. */
    MemorySummary summary() {
        List<MemoryTableSummary> summaries = new ArrayList<>(tables.size());
        for (MemoryTable table : tables) {
            summaries.add(
                    new MemoryTableSummary(
                            table.stratum(),
                            (long) table.items(),
                            table.inserts(),
                            table.evicted(),
                            table.draws()));
        }
        return new MemorySummary(shard, driving, draws, forgiven, summaries);
    }

    int shard() {
        return shard;
    }

    /** The options that items lie by, as text: see {@link MemorySettings#layout()}. */
    String layout() {
        return layout;
    }

    /** Units that drove: segments, or transitions. */
    long driving() {
        return driving;
    }

    /** Draws made: also the number of the next draw. */
    long draws() {
        return draws;
    }

    long forgiven() {
        return forgiven;
    }

    List<MemoryTable> tables() {
        return Collections.unmodifiableList(tables);
    }
}
