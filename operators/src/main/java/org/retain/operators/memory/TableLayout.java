package org.retain.operators.memory;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.configuration.ConfigOption;
import org.retain.datasets.segment.Segment;

/**
 * Which table a segment belongs to, and what that table may hold.
 *
 * <p>A table is named by the segment's strata, joined by a slash. While no option of a single
 * source is given, both sources share the tables and their limits. Once one is, each source has
 * tables and limits of its own, and its name comes first: {@code rollouts}, {@code
 * demonstrations/3/Mon}.
 *
 * @param bySource whether each source has tables of its own
 * @param limits of the tables of each source; the same for both while they share them
 */
record TableLayout(
        int shards,
        ArrayList<String> stratumKeys,
        boolean bySource,
        EnumMap<SegmentKind, TableLimits> limits)
        implements Serializable {

    /** Holds the segments of all strata beyond {@link MemoryOptions#MAX_STRATA}. */
    private static final String OTHER_STRATA = "other";

    private static final String ONE_TABLE = "all";
    private static final String UNKNOWN = "unknown";
    private static final int LONGEST_NAME = 64;

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when a value is out of range, or meant for a source that is
     *     not inserted; the message names the option
     */
    static TableLayout from(CheckedOptions options, int shards, Set<SegmentKind> inserted) {
        boolean bySource = false;
        EnumMap<SegmentKind, TableLimits> limits = new EnumMap<>(SegmentKind.class);
        for (SegmentKind kind : SegmentKind.values()) {
            for (ConfigOption<?> option : List.of(kind.capacity(), kind.remover())) {
                if (options.given(option)) {
                    requireInserted(option, kind, inserted);
                    bySource = true;
                }
            }
            limits.put(kind, limits(options, kind, shards));
        }
        return new TableLayout(
                shards, new ArrayList<>(options.get(MemoryOptions.STRATUM)), bySource, limits);
    }

    /**
     * The table that a segment belongs to.
     *
     * @throws IllegalArgumentException when its source is none that the memory holds
     */
    TableChoice choose(Segment segment) {
        SegmentKind kind = SegmentKind.of(segment);
        List<String> parts = new ArrayList<>();
        if (bySource) {
            parts.add(kind.toString());
        }
        for (String key : stratumKeys) {
            parts.add(segment.getStrata().getOrDefault(key, UNKNOWN));
        }
        String name = parts.isEmpty() ? ONE_TABLE : String.join("/", parts);
        return new TableChoice(
                name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
                bySource ? kind + "/" + OTHER_STRATA : OTHER_STRATA,
                limits.get(kind));
    }

    /** Items that a shard holds for sure, once it was offered enough of each of these sources. */
    long reachable(Set<SegmentKind> inserted, int shard) {
        return inserted.stream()
                .mapToLong(kind -> limits.get(kind).capacity(shard, shards))
                .limit(bySource ? inserted.size() : 1)
                .sum();
    }

    /** Items that all shards together hold for sure. */
    long reachable(Set<SegmentKind> inserted) {
        return IntStream.range(0, shards).mapToLong(shard -> reachable(inserted, shard)).sum();
    }

    /** The options that decide where an item lies, as text. */
    String text() {
        List<String> parts = new ArrayList<>();
        parts.add(part(MemoryOptions.SHARDS, shards));
        if (bySource) {
            limits.forEach(
                    (kind, own) -> {
                        parts.add(part(kind.capacity(), own.capacity()));
                        parts.add(part(kind.remover(), own.remover()));
                    });
        } else {
            TableLimits shared = limits.get(SegmentKind.DEMONSTRATIONS);
            parts.add(part(MemoryOptions.CAPACITY, shared.capacity()));
            parts.add(part(MemoryOptions.REMOVER, shared.remover()));
        }
        parts.add(part(MemoryOptions.STRATUM, stratumKeys));
        return String.join(", ", parts);
    }

    private static String part(ConfigOption<?> option, Object value) {
        return option.key() + "=" + value;
    }

    private static void requireInserted(
            ConfigOption<?> option, SegmentKind kind, Set<SegmentKind> inserted) {
        if (!inserted.contains(kind)) {
            throw CheckedOptions.refusal(
                    option,
                    "found a value although no %s are inserted; add them to %s or leave it out",
                    kind,
                    MemoryOptions.INSERT.key());
        }
    }

    private static TableLimits limits(CheckedOptions options, SegmentKind kind, int shards) {
        boolean own = options.given(kind.capacity());
        int capacity =
                options.between(
                        own ? kind.capacity() : MemoryOptions.CAPACITY,
                        shards,
                        Integer.MAX_VALUE,
                        ": each of the " + MemoryOptions.SHARDS.key() + " holds at least one item");
        Remover remover =
                options.get(options.given(kind.remover()) ? kind.remover() : MemoryOptions.REMOVER);
        return new TableLimits(capacity, remover);
    }
}
