package org.retain.operators.target;

import static org.apache.flink.runtime.executiongraph.ExecutionGraphTestUtils.createExecutionAttemptId;

import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetShape;
import org.retain.operators.policy.Screens;

/** The target station at any parallelism in operator harnesses, with a small random teacher. */
final class TestingTarget implements AutoCloseable {

    static final ScaledNetShape SMALL = new ScaledNetShape(4, 4, 8, 12, 16, 121);

    private static final int MAX_PARALLELISM = 16;

    private final List<KeyedOneInputStreamOperatorTestHarness<String, Segment, Segment>> subtasks =
            new ArrayList<>();

    private final Map<String, Counter> counters = new HashMap<>();

    private TestingTarget() {}

    /** Settings with a new teacher's file in a directory. */
    static TargetSettings settings(Path directory, long seed, int bundleSize) throws IOException {
        String file = directory.resolve("teacher-%d.safetensors".formatted(seed)).toString();
        String sha256 = PolicyWeights.random(SMALL, seed).write(file);
        return new TargetSettings(
                file,
                sha256,
                bundleSize,
                Duration.ofMillis(100),
                TargetType.F32,
                Duration.ofHours(1),
                Duration.ofDays(1));
    }

    /** Starts the station, from a checkpoint unless that is null. */
    static TestingTarget start(
            TargetSettings settings, int parallelism, OperatorSubtaskState checkpoint)
            throws Exception {
        TestingTarget target = new TestingTarget();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            var harness =
                    new KeyedOneInputStreamOperatorTestHarness<String, Segment, Segment>(
                            new TargetOperator(settings),
                            Segment::getEpisodeId,
                            Types.STRING,
                            new MockEnvironmentBuilder()
                                    .setMaxParallelism(MAX_PARALLELISM)
                                    .setParallelism(parallelism)
                                    .setSubtaskIndex(subtask)
                                    .setMetricGroup(target.taskMetrics())
                                    .build());
            target.subtasks.add(harness);
            harness.setup();
            if (checkpoint != null) {
                harness.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                checkpoint, MAX_PARALLELISM, parallelism, parallelism, subtask));
            }
            harness.open();
        }
        return target;
    }

    /** The harness of the only subtask. */
    KeyedOneInputStreamOperatorTestHarness<String, Segment, Segment> only() {
        return subtasks.get(0);
    }

    void process(Segment... segments) throws Exception {
        for (Segment segment : segments) {
            int subtask =
                    KeyGroupRangeAssignment.assignKeyToParallelOperator(
                            segment.getEpisodeId(), MAX_PARALLELISM, subtasks.size());
            subtasks.get(subtask).processElement(new StreamRecord<>(segment));
        }
    }

    void endInput() throws Exception {
        for (var harness : subtasks) {
            harness.endInput();
        }
    }

    /** What has left since the last call. */
    List<Segment> output() {
        List<Segment> segments = new ArrayList<>();
        for (var harness : subtasks) {
            segments.addAll(harness.extractOutputValues());
            harness.getOutput().clear();
        }
        return segments;
    }

    OperatorSubtaskState checkpoint() throws Exception {
        OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
        for (int i = 0; i < states.length; i++) {
            subtasks.get(i).prepareSnapshotPreBarrier(1);
            states[i] = subtasks.get(i).snapshot(1, 1);
        }
        return AbstractStreamOperatorTestHarness.repackageState(states);
    }

    /** The station's counters by name, of the last subtask. */
    Map<String, Long> metrics() {
        Map<String, Long> values = new HashMap<>();
        counters.forEach((name, counter) -> values.put(name, counter.getCount()));
        return values;
    }

    private TaskMetricGroup taskMetrics() {
        MetricRegistry registry =
                TestingMetricRegistry.builder()
                        .setRegisterConsumer(
                                (metric, name, group) -> {
                                    if (metric instanceof Counter counter
                                            && group.getMetricIdentifier(name)
                                                    .contains(TargetMetrics.GROUP + "." + name)) {
                                        counters.put(name, counter);
                                    }
                                })
                        .build();
        return TaskManagerMetricGroup.createTaskManagerMetricGroup(
                        registry, "localhost", ResourceID.generate())
                .addJob(new JobID(), "job")
                .addTask(createExecutionAttemptId(), "target");
    }

    @Override
    public void close() throws Exception {
        for (var harness : subtasks) {
            harness.close();
        }
    }

    /** A game of so many segments of 5 steps, the last of 3. */
    static List<Segment> game(String episode, int segments) {
        List<Segment> game = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            boolean last = i == segments - 1;
            game.add(TestingSegments.demonstration(episode, i, last ? 3 : 5, last));
        }
        return game;
    }

    /** The teacher's answer to a game in one straight pass, and its state after it. */
    record StraightPass(float[] logits, float[] h, float[] c) {}

    static StraightPass straightPass(TargetSettings settings, List<Segment> game) {
        ByteArrayOutputStream chars = new ByteArrayOutputStream();
        ByteArrayOutputStream colors = new ByteArrayOutputStream();
        ByteArrayOutputStream actions = new ByteArrayOutputStream();
        ByteArrayOutputStream cursor = new ByteArrayOutputStream();
        int steps = 0;
        for (Segment segment : game) {
            int length = segment.getLength();
            List<Tensor> observations = segment.getObservations();
            chars.write(unpack(observations, "tty_chars"), 0, length * 24 * 80);
            colors.write(unpack(observations, "tty_colors"), 0, length * 24 * 80);
            cursor.write(unpack(observations, "tty_cursor"), 0, length * 2 * Short.BYTES);
            actions.write(TensorPacking.unpack(segment.getPreviousAction()), 0, 1);
            actions.write(TensorPacking.unpack(segment.getActions()), 0, length - 1);
            steps += length;
        }
        PolicyWeights weights = PolicyWeights.read(settings.teacher(), Optional.empty()).weights();
        try (PolicyNetwork network = PolicyNetwork.create(weights);
                NDManager scope = network.newScope()) {
            PolicyOutput output =
                    network.forward(
                            scope,
                            new PolicyInput(
                                    steps,
                                    1,
                                    new Screens(
                                            bytes(chars),
                                            bytes(colors),
                                            bytes(cursor),
                                            bytes(actions)),
                                    null,
                                    new int[] {steps}),
                            network.zeroState(scope, 1));
            return new StraightPass(
                    output.logits().toFloatArray(),
                    output.state().h().toFloatArray(),
                    output.state().c().toFloatArray());
        }
    }

    private static byte[] unpack(List<Tensor> tensors, String name) {
        return TensorPacking.unpack(TensorPacking.find(tensors, name));
    }

    private static ByteBuffer bytes(ByteArrayOutputStream data) {
        return ByteBuffer.wrap(data.toByteArray());
    }
}
