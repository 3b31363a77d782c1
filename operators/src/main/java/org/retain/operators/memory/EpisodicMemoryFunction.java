package org.retain.operators.memory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.InvalidSegmentException;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentEncoding;
import org.retain.datasets.segment.TransitionCutting;
import org.retain.operators.random.CounterRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The episodic memory: holds segments, or their transitions, by source and stratum and answers each
 * driving segment with draws.
 *
 * <pre>{@code
 * SingleOutputStreamOperator<Draws> draws =
 *         segments.keyBy(new MemoryShard(config), Types.INT)
 *                 .process(new EpisodicMemoryFunction(config), new AvroTypeInfo<>(Draws.class));
 * DataStream<MemorySummary> summaries = draws.getSideOutput(EpisodicMemoryFunction.SUMMARY);
 * }</pre>
 *
 * <p>Each driving segment leaves as exactly one {@link Draws}, at once and in order of arrival
 * within its shard; it never waits for the other source. Its draws are made before it is itself
 * inserted. Markers leave as {@link Draws} without draws, whichever source they are of, and are
 * neither counted as driving nor inserted. All other segments leave nothing.
 *
 * <p>With {@link MemoryUnit#TRANSITION} a segment of T steps is inserted as the segments of one
 * step that {@link TransitionCutting} makes of it, all in the segment's shard. It drives as T
 * units, whose draws, each a transition, leave as its one {@link Draws}. A segment that cannot be
 * cut is left out and counted; it drives all the same.
 *
 * <p>State of a shard: its {@link ShardHeader} and one {@link MemoryItem} for each slot in use, at
 * most the shard's part of the capacity for each table; it never expires. An insert and a draw each
 * touch one item. On the heap backend the first access to a shard after a checkpoint copies the
 * shard's table of references, never the items.
 */
public final class EpisodicMemoryFunction extends KeyedProcessFunction<Integer, Segment, Draws> {

    private static final long serialVersionUID = 1L;

    /** One {@link MemorySummary} for each shard that met a segment, when the input ends. */
    public static final OutputTag<MemorySummary> SUMMARY =
            new OutputTag<>("memory-summary", new AvroTypeInfo<>(MemorySummary.class));

    private static final Logger LOG = LoggerFactory.getLogger(EpisodicMemoryFunction.class);

    private final MemorySettings settings;
    private final CounterRandom random;

    private transient SegmentEncoding encoding;
    private transient MemoryMetrics metrics;
    private transient Set<Integer> met;
    private transient ValueState<ShardHeader> header;
    private transient MapState<Long, MemoryItem> items;

    static final ValueStateDescriptor<ShardHeader> HEADER =
            new ValueStateDescriptor<>("memory-shard-v1", new ShardHeaderSerializer());
    static final MapStateDescriptor<Long, MemoryItem> ITEMS =
            new MapStateDescriptor<>(
                    "memory-items-v1", LongSerializer.INSTANCE, new MemoryItemSerializer());

    /**
     * A memory as the options describe it.
     *
     * @throws IllegalArgumentException when an option of the memory is out of range
     */
    public EpisodicMemoryFunction(ReadableConfig config) {
        settings = MemorySettings.from(config);
        random = new CounterRandom(settings.seed());
    }

    @Override
    public void open(OpenContext context) {
        encoding = new SegmentEncoding();
        metrics = new MemoryMetrics(getRuntimeContext().getMetricGroup());
        met = new HashSet<>();
        header = getRuntimeContext().getState(HEADER);
        items = getRuntimeContext().getMapState(ITEMS);
    }

    @Override
    public void processElement(Segment segment, Context context, Collector<Draws> out)
            throws Exception {
        if (segment.getDropped() != null) {
            metrics.marker();
            out.collect(new Draws(segment, new ArrayList<>(), 0));
            return;
        }
        boolean drives = settings.drives(segment);
        boolean inserts = settings.inserts(segment);
        if (!drives && !inserts) {
            metrics.ignored();
            return;
        }
        ShardHeader shard = shard(context);
        // Encoded before it is handed on: whoever receives the draws may change the segment.
        List<byte[]> items = inserts ? encode(segment) : List.of();
        TableChoice choice = inserts ? settings.tables().choose(segment) : null;
        if (drives) {
            out.collect(draw(segment, shard));
        }
        for (byte[] item : items) {
            insert(choice, item, shard);
        }
        header.update(shard);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Draws> out)
            throws Exception {
        context.output(SUMMARY, header.value().summary());
    }

    private ShardHeader shard(Context context) throws Exception {
        ShardHeader shard = header.value();
        if (shard == null) {
            int number = MemoryShard.number(context.getCurrentKey(), settings.shards());
            shard = new ShardHeader(number, settings.layout());
        }
        if (met.add(shard.shard())) {
            requireLayout(shard);
            metrics.restore(shard);
            // Fires with the last watermark, which the end of a bounded input sends.
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
        return shard;
    }

    private Draws draw(Segment driving, ShardHeader shard) throws Exception {
        int units = settings.units(driving);
        int owed = shard.drive(settings.ratio(), units);
        long drawable = settings.sampler().drawable(shard.tables());
        int forgiven = drawable < settings.minSize(shard.shard()) ? owed : 0;
        shard.forgive(forgiven);
        metrics.driven(units, forgiven);
        List<Segment> drawn = new ArrayList<>(owed - forgiven);
        for (int i = forgiven; i < owed; i++) {
            Slot slot = shard.draw(settings.sampler(), random);
            MemoryItem item = items.get(slot.key());
            metrics.drawn(shard.tables().get(slot.table()), item);
            // A copy, because decoded tensors are views and whoever receives them may write.
            drawn.add(encoding.decode(item.segment().clone()));
        }
        return new Draws(driving, drawn, forgiven);
    }

    private List<byte[]> encode(Segment segment) {
        if (settings.unit() == MemoryUnit.SEGMENT) {
            return List.of(encoding.encode(segment));
        }
        List<Segment> transitions;
        try {
            transitions = TransitionCutting.cut(segment);
        } catch (InvalidSegmentException | InvalidTensorException e) {
            LOG.warn(
                    "Segment {} of episode {} is not inserted: {}",
                    segment.getSegmentIndex(),
                    segment.getEpisodeId(),
                    e.getMessage());
            metrics.uncut();
            return List.of();
        }
        metrics.leftOut(segment.getLength() - transitions.size());
        return transitions.stream().map(encoding::encode).toList();
    }

    private void insert(TableChoice choice, byte[] bytes, ShardHeader shard) throws Exception {
        TableLimits limits = choice.limits();
        int capacity = limits.capacity(shard.shard(), settings.shards());
        int index = shard.open(choice.name(), choice.otherName(), settings.maxStrata(), capacity);
        MemoryTable table = shard.tables().get(index);
        int itemsBefore = table.items();
        MemoryItem item = new MemoryItem(table.inserts(), bytes);
        int slot = shard.insert(index, limits.remover(), random);
        if (slot == Remover.TURNED_AWAY) {
            metrics.inserted(table, null, itemsBefore);
            return;
        }
        items.put(new Slot(index, slot).key(), item);
        metrics.inserted(table, item, itemsBefore);
    }

    private void requireLayout(ShardHeader shard) {
        if (!shard.layout().equals(settings.layout())) {
            throw new IllegalStateException(
                    ("Memory shard %d was restored from a checkpoint made with %s, but the options"
                                    + " say %s. Restore it with the same options, or start without"
                                    + " the checkpoint.")
                            .formatted(shard.shard(), shard.layout(), settings.layout()));
        }
    }
}
