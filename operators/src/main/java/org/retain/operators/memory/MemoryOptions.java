package org.retain.operators.memory;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the episodic memory. */
public final class MemoryOptions {

    public static final ConfigOption<SegmentKind> BATCH_DRIVER =
            ConfigOptions.key("batch.driver")
                    .enumType(SegmentKind.class)
                    .defaultValue(SegmentKind.ROLLOUTS)
                    .withDescription(
                            """
                            Which source drives: demonstrations or rollouts. Each of its segments \
                            fills a row of a batch and triggers draws from the memory; the other \
                            source only fills the memory. No station ever waits for the other \
                            source.""");

    public static final ConfigOption<List<SegmentKind>> INSERT =
            ConfigOptions.key("memory.insert")
                    .enumType(SegmentKind.class)
                    .asList()
                    .defaultValues(SegmentKind.DEMONSTRATIONS)
                    .withDescription(
                            """
                            Which sources are inserted into the memory: demonstrations, rollouts \
                            or both. A driving segment that is inserted too triggers its draws \
                            first, so that it is never drawn by itself.""");

    public static final ConfigOption<MemoryUnit> UNIT =
            ConfigOptions.key("memory.unit")
                    .enumType(MemoryUnit.class)
                    .defaultValue(MemoryUnit.SEGMENT)
                    .withDescription(
                            """
                            What an item is. segment: a segment as it came; transition: one step \
                            of it, for off-policy learners: a segment of T steps is inserted as T \
                            segments of one step, drives as T, and its draws leave together. A \
                            last step whose next observation is unknown is left out and counted. \
                            Capacities, min-size and samples-per-insert count in this unit. Fixed \
                            for the life of the state.""");

    public static final ConfigOption<Double> SAMPLES_PER_INSERT =
            ConfigOptions.key("memory.samples-per-insert")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription(
                            """
                            Draws for each driving unit (memory.unit), 0 to 10000 with at most 6 \
                            decimals. A driving segment is one unit or, with transitions, as many \
                            as it has steps. After n driving units of a shard exactly the whole \
                            part of n times this ratio has been drawn or, below memory.min-size, \
                            forgiven. With a fraction all shards together therefore lag behind by \
                            less than one draw per shard.""");

    public static final ConfigOption<Integer> CAPACITY =
            ConfigOptions.key("memory.capacity")
                    .intType()
                    .defaultValue(2_000)
                    .withDescription(
                            """
                            Items that each stratum's table holds at most, over all shards \
                            together (Reverb: max_size of a table); split evenly over the shards. \
                            The memory as a whole holds at most this times the number of strata. \
                            A NetHack segment of 32 steps takes about 20 kB. Fixed for the life \
                            of the state.""");

    public static final ConfigOption<Integer> DEMONSTRATION_CAPACITY =
            ConfigOptions.key("memory.demonstration-capacity")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Capacity of the tables of demonstrations; memory.capacity when absent. \
                            As soon as one option of a single source is given, each source has \
                            tables of its own, whose names (see memory.stratum-weights) begin with \
                            it: demonstrations, or rollouts/3/Mon. A hash spreads segments over \
                            the shards, some of which are full before others: to keep all of N \
                            items, use one shard or a capacity above N. Fixed for the life of the \
                            state.""");

    public static final ConfigOption<Integer> ROLLOUT_CAPACITY =
            ConfigOptions.key("memory.rollout-capacity")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Capacity of the tables of rollouts; memory.capacity when absent. See \
                            memory.demonstration-capacity. Fixed for the life of the state.""");

    public static final ConfigOption<Integer> MIN_SIZE =
            ConfigOptions.key("memory.min-size")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            """
                            Items that the memory should hold before the first draw (Reverb: \
                            min_size_to_sample). Each shard waits for its even part, rounded up, \
                            counting items of strata with a weight above 0. Draws owed before \
                            that are forgiven and counted; from then on none is.""");

    public static final ConfigOption<Remover> REMOVER =
            ConfigOptions.key("memory.remover")
                    .enumType(Remover.class)
                    .defaultValue(Remover.RESERVOIR)
                    .withDescription(
                            """
                            Which item of a full table makes room. reservoir: a uniform sample of \
                            everything ever inserted; fifo: the oldest leaves; keep-forever: none \
                            leaves and later segments are turned away. Fixed for the life of the \
                            state.""");

    public static final ConfigOption<Remover> DEMONSTRATION_REMOVER =
            ConfigOptions.key("memory.demonstration-remover")
                    .enumType(Remover.class)
                    .noDefaultValue()
                    .withDescription(
                            """
                            Remover of the tables of demonstrations; memory.remover when absent. \
                            See memory.demonstration-capacity. The episodic memory (EM) of the \
                            paper's SAC runs is memory.unit transition, memory.insert \
                            demonstrations and rollouts, 10000 demonstrations keep-forever and \
                            90000 rollouts fifo. Fixed for the life of the state.""");

    public static final ConfigOption<Remover> ROLLOUT_REMOVER =
            ConfigOptions.key("memory.rollout-remover")
                    .enumType(Remover.class)
                    .noDefaultValue()
                    .withDescription(
                            """
                            Remover of the tables of rollouts; memory.remover when absent. See \
                            memory.demonstration-capacity. Fixed for the life of the state.""");

    public static final ConfigOption<List<String>> STRATUM =
            ConfigOptions.key("memory.stratum")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Strata of a segment that choose its table, for instance \
                            dungeon-level. Several name the table together, joined by a slash: \
                            3/Mon. None: one table for all. Fixed for the life of the state.""");

    public static final ConfigOption<String> STRATUM_WEIGHTS =
            ConfigOptions.key("memory.stratum-weights")
                    .stringType()
                    .defaultValue("proportional")
                    .withDescription(
                            """
                            How likely a draw falls on each stratum that holds items. \
                            proportional: by its items, so that all items are equally likely; \
                            balanced: each stratum equally; 1:0.5,2:1,*:0.1: by these weights, \
                            * for all others, which are never drawn without it.""");

    public static final ConfigOption<Integer> MAX_STRATA =
            ConfigOptions.key("memory.max-strata")
                    .intType()
                    .defaultValue(64)
                    .withDescription(
                            """
                            Tables of a shard at most; it bounds the state. Segments of further \
                            strata share one more table named other, or demonstrations/other and \
                            rollouts/other where each source has tables of its own.""");

    public static final ConfigOption<Integer> SHARDS =
            ConfigOptions.key("memory.shards")
                    .intType()
                    .defaultValue(8)
                    .withDescription(
                            """
                            Independent parts of the memory, 1 to 1024: the largest useful \
                            parallelism of the memory. A segment's shard is a hash of its episode \
                            and index. Fixed for the life of the state.""");

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("memory.seed")
                    .longType()
                    .defaultValue(0L)
                    .withDescription(
                            """
                            Seed of removers and samplers. The same segments in the same order \
                            with the same seed give the same draws, restarts included.""");

    private MemoryOptions() {}
}
