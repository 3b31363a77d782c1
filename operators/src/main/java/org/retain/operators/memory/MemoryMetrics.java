package org.retain.operators.memory;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Metrics of the memory, each below {@code <operator scope>.memory}.
 *
 * <p>{@link #DRIVING}, {@link #DRAWS} and {@link #FORGIVEN}, and for each stratum {@link #ITEMS},
 * {@link #INSERTS}, {@link #EVICTED} and {@link #DRAWS} below {@code memory.stratum.<stratum>},
 * count from the first start of the flow, restarts included: they are read from the state of a
 * shard when the first segment after a restart reaches it, so they are complete once each shard has
 * seen one. The others count from the last restart.
 */
public final class MemoryMetrics {

    /** Group of all metrics of the memory. */
    public static final String GROUP = "memory";

    /** Group of the metrics of one stratum; its value is the stratum's name. */
    public static final String STRATUM_GROUP = "stratum";

    /** Driving units, that is segments or transitions, markers not counted. */
    public static final String DRIVING = "driving";

    /** Draws made: in all, and per stratum. */
    public static final String DRAWS = "draws";

    /** Draws owed but not made, because a shard held fewer items than its minimum. */
    public static final String FORGIVEN = "forgiven";

    /** Markers of dropped segments that passed through. */
    public static final String MARKERS = "markers";

    /** Segments that neither drive nor are inserted. */
    public static final String IGNORED = "ignored";

    /** Segments not inserted, because no transitions can be cut from them: they are damaged. */
    public static final String UNCUT = "uncut";

    /** Transitions not inserted, because the observation after them is unknown. */
    public static final String LEFT_OUT = "leftOut";

    /** Bytes of the items written, tensors packed. */
    public static final String INSERTED_BYTES = "insertedBytes";

    /** Bytes of the items drawn, tensors packed. */
    public static final String DRAWN_BYTES = "drawnBytes";

    /** Histogram over the last 1,000 draws: inserts into the item's table since its own. */
    public static final String DRAW_AGE = "drawAge";

    /** Per stratum: items held. */
    public static final String ITEMS = "items";

    /** Per stratum: items offered to the tables. */
    public static final String INSERTS = "inserts";

    /** Per stratum: items replaced by later ones. */
    public static final String EVICTED = "evicted";

    private static final int AGE_WINDOW = 1_000;

    private final MetricGroup group;
    private final Counter driving;
    private final Counter draws;
    private final Counter forgiven;
    private final Counter markers;
    private final Counter ignored;
    private final Counter uncut;
    private final Counter leftOut;
    private final Counter insertedBytes;
    private final Counter drawnBytes;
    private final Histogram drawAge;
    private final Map<String, StratumMetrics> strata = new HashMap<>();

    MemoryMetrics(MetricGroup operator) {
        group = operator.addGroup(GROUP);
        driving = group.counter(DRIVING);
        draws = group.counter(DRAWS);
        forgiven = group.counter(FORGIVEN);
        markers = group.counter(MARKERS);
        ignored = group.counter(IGNORED);
        uncut = group.counter(UNCUT);
        leftOut = group.counter(LEFT_OUT);
        insertedBytes = group.counter(INSERTED_BYTES);
        drawnBytes = group.counter(DRAWN_BYTES);
        drawAge = group.histogram(DRAW_AGE, new DescriptiveStatisticsHistogram(AGE_WINDOW));
    }

    /** Takes over the counters of a shard that this run has not met yet. */
    void restore(ShardHeader shard) {
        driving.inc(shard.driving());
        draws.inc(shard.draws());
        forgiven.inc(shard.forgiven());
        for (MemoryTable table : shard.tables()) {
            StratumMetrics metrics = stratum(table);
            metrics.items.inc(table.items());
            metrics.inserts.inc(table.inserts());
            metrics.evicted.inc(table.evicted());
            metrics.draws.inc(table.draws());
        }
    }

    void marker() {
        markers.inc();
    }

    void ignored() {
        ignored.inc();
    }

    void uncut() {
        uncut.inc();
    }

    void leftOut(int transitions) {
        leftOut.inc(transitions);
    }

    void driven(int units, int forgivenDraws) {
        driving.inc(units);
        forgiven.inc(forgivenDraws);
    }

    void drawn(MemoryTable table, MemoryItem item) {
        draws.inc();
        drawnBytes.inc(item.segment().length);
        drawAge.update(table.inserts() - item.insert());
        stratum(table).draws.inc();
    }

    /** Counts an insert; the item is null when the remover turned it away. */
    void inserted(MemoryTable table, MemoryItem item, int itemsBefore) {
        StratumMetrics metrics = stratum(table);
        metrics.inserts.inc();
        if (item != null) {
            insertedBytes.inc(item.segment().length);
            metrics.items.inc(table.items() - itemsBefore);
            metrics.evicted.inc(1 - (table.items() - itemsBefore));
        }
    }

    private StratumMetrics stratum(MemoryTable table) {
        return strata.computeIfAbsent(
                table.stratum(), name -> new StratumMetrics(group.addGroup(STRATUM_GROUP, name)));
    }

    private static final class StratumMetrics {

        private final Counter items;
        private final Counter inserts;
        private final Counter evicted;
        private final Counter draws;

        private StratumMetrics(MetricGroup group) {
            items = group.counter(ITEMS);
            inserts = group.counter(INSERTS);
            evicted = group.counter(EVICTED);
            draws = group.counter(DRAWS);
        }
    }
}
