package org.retain.operators.memory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.MemorySummary;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentEncoding;
import org.retain.datasets.segment.SegmentSource;

/** A memory of any parallelism in operator harnesses, and small segments to fill it with. */
final class TestingMemory implements AutoCloseable {

    private static final int MAX_PARALLELISM = 128;
    private static final int MAX_SNAPSHOT_BYTES = 1 << 24;

    private final MemoryShard selector;
    private final List<KeyedOneInputStreamOperatorTestHarness<Integer, Segment, Draws>> subtasks =
            new ArrayList<>();

    private final List<TestingOutput> outputs = new ArrayList<>();
    private final TestingCounters counters = new TestingCounters();

    private TestingMemory(Configuration config) {
        selector = new MemoryShard(config);
    }

    /** The state backends that the memory must work on. */
    enum Backend {
        HEAP,
        ROCKSDB;

        StateBackend create() {
            if (this == HEAP) {
                return new HashMapStateBackend();
            }
            // A harness offers next to no managed memory, with which RocksDB would only thrash.
            Configuration config = new Configuration();
            config.set(RocksDBOptions.USE_MANAGED_MEMORY, false);
            return new EmbeddedRocksDBStateBackend()
                    .configure(config, TestingMemory.class.getClassLoader());
        }
    }

    static TestingMemory start(Configuration config) throws Exception {
        return start(config, Backend.HEAP, 1);
    }

    static TestingMemory start(Configuration config, Backend backend, int parallelism)
            throws Exception {
        return restore(config, backend, parallelism, null, 0);
    }

    /** A memory restored from a snapshot that was taken at another parallelism, or null. */
    static TestingMemory restore(
            Configuration config,
            Backend backend,
            int parallelism,
            OperatorSubtaskState snapshot,
            int snapshotParallelism)
            throws Exception {
        TestingMemory memory = new TestingMemory(config);
        for (int subtask = 0; subtask < parallelism; subtask++) {
            KeyedOneInputStreamOperatorTestHarness<Integer, Segment, Draws> harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new KeyedProcessOperator<>(new EpisodicMemoryFunction(config)),
                            memory.selector,
                            Types.INT,
                            new MockEnvironmentBuilder()
                                    .setMaxParallelism(MAX_PARALLELISM)
                                    .setParallelism(parallelism)
                                    .setSubtaskIndex(subtask)
                                    .setMetricGroup(memory.counters.taskGroup())
                                    .build());
            TestingOutput output = new TestingOutput();
            memory.subtasks.add(harness);
            memory.outputs.add(output);
            harness.setOutputCreator(serializer -> output);
            harness.setStateBackend(backend.create());
            harness.setup();
            if (snapshot != null) {
                harness.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                snapshot,
                                MAX_PARALLELISM,
                                snapshotParallelism,
                                parallelism,
                                subtask));
            }
            harness.open();
        }
        return memory;
    }

    /** Everything that leaves the memory on one segment. */
    List<Draws> process(Segment segment) throws Exception {
        int subtask = subtaskIndex(selector.getKey(segment));
        subtasks.get(subtask).processElement(new StreamRecord<>(segment));
        return outputs.get(subtask).take();
    }

    /** Checkpoints of the first subtask while segments go on being processed. */
    TestingCheckpoints checkpoints(Path directory, long intervalMillis) {
        return new TestingCheckpoints(subtasks.get(0).getOperator(), directory, intervalMillis);
    }

    OperatorSubtaskState snapshot() throws Exception {
        OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = subtasks.get(i).snapshot(1, 1);
        }
        return AbstractStreamOperatorTestHarness.repackageState(states);
    }

    /**
     * A snapshot of parallelism 1 whose asynchronous part runs only after {@code meanwhile}, as
     * when segments are processed while a checkpoint is written.
     */
    OperatorSubtaskState snapshotDuring(Meanwhile meanwhile) throws Exception {
        OperatorSnapshotFutures futures =
                subtasks.get(0)
                        .getOperator()
                        .snapshotState(
                                1,
                                1,
                                CheckpointOptions.forCheckpointWithDefaultLocation(),
                                new MemCheckpointStreamFactory(MAX_SNAPSHOT_BYTES));
        meanwhile.run();
        return OperatorSnapshotFinalizer.create(futures).getJobManagerOwnedState();
    }

    /** What happens while a checkpoint is under way. */
    interface Meanwhile {
        void run() throws Exception;
    }

    /** Ends the input. */
    List<MemorySummary> end() throws Exception {
        List<MemorySummary> summaries = new ArrayList<>();
        for (int i = 0; i < subtasks.size(); i++) {
            subtasks.get(i).processWatermark(Watermark.MAX_WATERMARK);
            summaries.addAll(outputs.get(i).summaries());
        }
        return summaries;
    }

    /** The memory's counters by name, summed over the subtasks. */
    Map<String, Long> counters() {
        return counters.values();
    }

    /** Headers of all shards that have one. */
    List<ShardHeader> headers() throws Exception {
        List<ShardHeader> headers = new ArrayList<>();
        for (int key : selector.keys()) {
            KeyedOneInputStreamOperatorTestHarness<Integer, Segment, Draws> harness = subtask(key);
            harness.getOperator().setCurrentKey(key);
            ShardHeader header =
                    harness.getOperator()
                            .getKeyedStateStore()
                            .getState(EpisodicMemoryFunction.HEADER)
                            .value();
            if (header != null) {
                headers.add(header.copy());
            }
        }
        return headers;
    }

    /** Segments held, by name and slot key, of one shard. */
    Map<Long, Segment> items(int shard) throws Exception {
        int key = selector.keys()[shard];
        KeyedOneInputStreamOperatorTestHarness<Integer, Segment, Draws> harness = subtask(key);
        harness.getOperator().setCurrentKey(key);
        SegmentEncoding encoding = new SegmentEncoding();
        Map<Long, Segment> items = new HashMap<>();
        for (Map.Entry<Long, MemoryItem> entry :
                harness.getOperator()
                        .getKeyedStateStore()
                        .getMapState(EpisodicMemoryFunction.ITEMS)
                        .entries()) {
            items.put(entry.getKey(), encoding.decode(entry.getValue().segment()));
        }
        return items;
    }

    /** All segments held, in no order. */
    List<Segment> held() throws Exception {
        List<Segment> held = new ArrayList<>();
        for (int shard = 0; shard < selector.keys().length; shard++) {
            held.addAll(items(shard).values());
        }
        return held;
    }

    /** Names of all segments held, in no order. */
    List<String> items() throws Exception {
        return held().stream().map(TestingMemory::name).toList();
    }

    @Override
    public void close() throws Exception {
        for (var harness : subtasks) {
            harness.close();
        }
    }

    static Segment segment(SegmentSource source, int episode, int index, String level) {
        Segment segment = new Segment();
        segment.setEnvironmentId("nethack");
        segment.setEpisodeId("nle_data/" + episode);
        segment.setSegmentIndex(index);
        segment.setFirstStep(index);
        segment.setLength(1);
        segment.setSource(source);
        segment.setObservations(new ArrayList<>());
        segment.setInfo(new ArrayList<>());
        segment.setStrata(new HashMap<>(Map.of("dungeon-level", level)));
        return segment;
    }

    /** Tells segments apart. */
    static String name(Segment segment) {
        return "%s %s#%d"
                .formatted(segment.getSource(), segment.getEpisodeId(), segment.getSegmentIndex());
    }

    private KeyedOneInputStreamOperatorTestHarness<Integer, Segment, Draws> subtask(int key) {
        return subtasks.get(subtaskIndex(key));
    }

    private int subtaskIndex(int key) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                key, MAX_PARALLELISM, subtasks.size());
    }
}
