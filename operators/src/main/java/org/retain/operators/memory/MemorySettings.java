package org.retain.operators.memory;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.segment.Segment;

/** The memory's options, checked and ready to use. */
record MemorySettings(
        SegmentKind driver,
        EnumSet<SegmentKind> inserted,
        SampleRatio ratio,
        StratumSampler sampler,
        Remover remover,
        ArrayList<String> stratumKeys,
        int shards,
        int capacity,
        int minSize,
        int maxStrata,
        long seed)
        implements Serializable {

    static final int MAX_SHARDS = 1024;

    private static final String ONE_TABLE = "all";
    private static final String UNKNOWN = "unknown";
    private static final int LONGEST_STRATUM = 64;

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when a value is out of range; the message names the option
     */
    static MemorySettings from(ReadableConfig config) {
        int shards = between(config, MemoryOptions.SHARDS, 1, MAX_SHARDS);
        int capacity = between(config, MemoryOptions.CAPACITY, shards, Integer.MAX_VALUE);
        return new MemorySettings(
                config.get(MemoryOptions.BATCH_DRIVER),
                parsed(config, MemoryOptions.INSERT, MemorySettings::inserted),
                parsed(config, MemoryOptions.SAMPLES_PER_INSERT, SampleRatio::of),
                new StratumSampler(
                        parsed(config, MemoryOptions.STRATUM_WEIGHTS, StratumWeights::parse)),
                config.get(MemoryOptions.REMOVER),
                new ArrayList<>(config.get(MemoryOptions.STRATUM)),
                shards,
                capacity,
                between(config, MemoryOptions.MIN_SIZE, 1, capacity),
                between(config, MemoryOptions.MAX_STRATA, 1, 1 << 16),
                config.get(MemoryOptions.SEED));
    }

    boolean drives(Segment segment) {
        return driver.includes(segment);
    }

    boolean inserts(Segment segment) {
        return inserted.stream().anyMatch(kind -> kind.includes(segment));
    }

    /** Name of the stratum that a segment belongs to. */
    String stratum(Segment segment) {
        if (stratumKeys.isEmpty()) {
            return ONE_TABLE;
        }
        StringBuilder name = new StringBuilder();
        for (String key : stratumKeys) {
            name.append(name.isEmpty() ? "" : "/")
                    .append(segment.getStrata().getOrDefault(key, UNKNOWN));
        }
        return name.length() > LONGEST_STRATUM ? name.substring(0, LONGEST_STRATUM) : name + "";
    }

    /** Items that a table of this shard holds at most; over the shards they add up to capacity. */
    int capacity(int shard) {
        long total = capacity;
        return (int) (total * (shard + 1) / shards - total * shard / shards);
    }

    /** Drawable items that this shard waits for before its first draw. */
    int minSize(int shard) {
        return Math.min((minSize + shards - 1) / shards, capacity(shard));
    }

    /** The options that decide where items lie: state made under others cannot be read. */
    String layout() {
        return "%s=%d, %s=%d, %s=%s, %s=%s"
                .formatted(
                        MemoryOptions.SHARDS.key(),
                        shards,
                        MemoryOptions.CAPACITY.key(),
                        capacity,
                        MemoryOptions.REMOVER.key(),
                        remover,
                        MemoryOptions.STRATUM.key(),
                        stratumKeys);
    }

    private static EnumSet<SegmentKind> inserted(List<SegmentKind> kinds) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "found no source, expected demonstrations, rollouts or both");
        }
        return EnumSet.copyOf(kinds);
    }

    private static int between(
            ReadableConfig config, ConfigOption<Integer> option, int lowest, int highest) {
        int value = config.get(option);
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    "Option %s: found %d, expected %d to %d%s"
                            .formatted(option.key(), value, lowest, highest, reason(option)));
        }
        return value;
    }

    private static String reason(ConfigOption<Integer> option) {
        if (option.equals(MemoryOptions.CAPACITY)) {
            return ": each of the " + MemoryOptions.SHARDS.key() + " holds at least one item";
        }
        return option.equals(MemoryOptions.MIN_SIZE)
                ? ": more than " + MemoryOptions.CAPACITY.key() + " might never be reached"
                : "";
    }

    private static <T, R> R parsed(
            ReadableConfig config, ConfigOption<T> option, Function<T, R> parser) {
        try {
            return parser.apply(config.get(option));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Option %s: %s".formatted(option.key(), e.getMessage()), e);
        }
    }
}
