package org.retain.operators.memory;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.segment.Segment;

/** The memory's options, checked and ready to use. */
record MemorySettings(
        SegmentKind driver,
        EnumSet<SegmentKind> inserted,
        MemoryUnit unit,
        SampleRatio ratio,
        StratumSampler sampler,
        TableLayout tables,
        int minSize,
        int maxStrata,
        long seed)
        implements Serializable {

    static final int MAX_SHARDS = 1024;

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when a value is out of range; the message names the option
     */
    static MemorySettings from(ReadableConfig config) {
        CheckedOptions options = new CheckedOptions(config);
        int shards = options.between(MemoryOptions.SHARDS, 1, MAX_SHARDS, "");
        EnumSet<SegmentKind> inserted =
                options.parsed(MemoryOptions.INSERT, MemorySettings::inserted);
        TableLayout tables = TableLayout.from(options, shards, inserted);
        return new MemorySettings(
                options.get(MemoryOptions.BATCH_DRIVER),
                inserted,
                options.get(MemoryOptions.UNIT),
                options.parsed(MemoryOptions.SAMPLES_PER_INSERT, SampleRatio::of),
                new StratumSampler(
                        options.parsed(MemoryOptions.STRATUM_WEIGHTS, StratumWeights::parse)),
                tables,
                minSize(options, tables, inserted),
                options.between(MemoryOptions.MAX_STRATA, 1, 1 << 16, ""),
                options.get(MemoryOptions.SEED));
    }

    boolean drives(Segment segment) {
        return driver.includes(segment);
    }

    boolean inserts(Segment segment) {
        return inserted.stream().anyMatch(kind -> kind.includes(segment));
    }

    /** Units that a segment counts for when it drives. */
    int units(Segment segment) {
        return unit == MemoryUnit.SEGMENT ? 1 : segment.getLength();
    }

    int shards() {
        return tables.shards();
    }

    /** Drawable items that this shard waits for before its first draw. */
    int minSize(int shard) {
        int even = (minSize + shards() - 1) / shards();
        return (int) Math.min(even, tables.reachable(inserted, shard));
    }

    /**
     * The options that decide what items are and where they lie: state made under others cannot be
     * read.
     */
    String layout() {
        return unit == MemoryUnit.SEGMENT
                ? tables.text()
                : "%s, %s=%s".formatted(tables.text(), MemoryOptions.UNIT.key(), unit);
    }

    private static int minSize(
            CheckedOptions options, TableLayout tables, EnumSet<SegmentKind> inserted) {
        String limit =
                tables.bySource()
                        ? "the capacities of the inserted sources together"
                        : MemoryOptions.CAPACITY.key();
        return options.between(
                MemoryOptions.MIN_SIZE,
                1,
                (int) Math.min(tables.reachable(inserted), Integer.MAX_VALUE),
                ": more than " + limit + " might never be reached");
    }

    private static EnumSet<SegmentKind> inserted(List<SegmentKind> kinds) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "found no source, expected demonstrations, rollouts or both");
        }
        return EnumSet.copyOf(kinds);
    }
}
