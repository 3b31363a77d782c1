package org.retain.operators.learner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.retain.datasets.learner.LearnerReport;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.operators.policy.PolicyWeights;

/** A learner that fine-tunes a small recurrent policy by PPO, in an operator harness. */
final class TestingLearner implements AutoCloseable {

    private final OneInputStreamOperatorTestHarness<Draws, LearnerReport> harness;

    private TestingLearner(OneInputStreamOperatorTestHarness<Draws, LearnerReport> harness) {
        this.harness = harness;
    }

    /** Options of a run in a directory: batches of two rows, a weights file for each update. */
    static Configuration options(Path directory) throws IOException {
        Path weights = directory.resolve("initial.safetensors");
        if (!Files.exists(weights)) {
            PolicyWeights.random(TestingAgents.RECURRENT, 5).write(weights.toString());
        }
        return new Configuration()
                .set(LearnerOptions.ALGORITHM, Algorithm.PPO)
                .set(LearnerOptions.INITIAL_WEIGHTS, weights.toString())
                .set(LearnerOptions.LEARNING_RATE, 0.01)
                .set(LearnerOptions.OUTPUT, directory.resolve("run").toString())
                .set(LearnerOptions.REPORT_INTERVAL, 2)
                .set(BatchOptions.SIZE, 2)
                .set(BatchOptions.STEPS, TestingRows.STEPS);
    }

    static TestingLearner start(Configuration options) throws Exception {
        return restore(options, null);
    }

    /** Starts from a checkpoint, unless that is null. */
    static TestingLearner restore(Configuration options, OperatorSubtaskState checkpoint)
            throws Exception {
        return restore(options, checkpoint, LogStart.BEGINNING);
    }

    /** Starts from a checkpoint, unless that is null; then its source begins at this place. */
    static TestingLearner restore(
            Configuration options, OperatorSubtaskState checkpoint, LogStart start)
            throws Exception {
        return restore(options, checkpoint, start, null);
    }

    /** Starts afresh where segments carry the answers of a teacher, whose weights lie there. */
    static TestingLearner startWithTeacher(Configuration options, Path teacher) throws Exception {
        return restore(options, null, LogStart.BEGINNING, teacher.toString());
    }

    private static TestingLearner restore(
            Configuration options, OperatorSubtaskState checkpoint, LogStart start, String teacher)
            throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<Draws, LearnerReport>(
                        LearnerOperator.fineTuning(options, start, teacher),
                        new AvroTypeInfo<>(Draws.class)
                                .createSerializer(new ExecutionConfig().getSerializerConfig()));
        harness.setProcessingTime(0);
        harness.setup();
        try {
            if (checkpoint != null) {
                harness.initializeState(checkpoint);
            }
            harness.open();
        } catch (Exception | Error e) {
            harness.close();
            throw e;
        }
        harness.setProcessingTime(1);
        return new TestingLearner(harness);
    }

    void take(Segment driving) throws Exception {
        harness.processElement(new StreamRecord<>(new Draws(driving, List.of(), 0)));
    }

    /** Takes rollouts with offsets from first to last. */
    void take(int first, int last) throws Exception {
        for (int i = first; i <= last; i++) {
            take(rollout(i));
        }
    }

    static Segment rollout(int offset) {
        return TestingRows.rollout(offset, 1 + offset % TestingRows.STEPS);
    }

    static Segment marker(int offset) {
        Segment marker = rollout(offset);
        marker.setDropped("duplicate");
        return marker;
    }

    void end() throws Exception {
        harness.endInput();
    }

    void setTime(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    /** Lets the next heartbeat come. */
    void beat() throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + 2_000);
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    /** What a client reads of the running job. */
    Object accumulator(String name) {
        return harness.getEnvironment()
                .getAccumulatorRegistry()
                .getUserMap()
                .get(name)
                .getLocalValue();
    }

    List<LearnerReport> reports() {
        return harness.extractOutputValues();
    }

    LearnerReport lastReport() {
        return reports().get(reports().size() - 1);
    }

    List<WeightsAnnouncement> announcements() {
        Queue<StreamRecord<WeightsAnnouncement>> side =
                harness.getSideOutput(LearnerOperator.ANNOUNCEMENTS);
        List<WeightsAnnouncement> announcements = new ArrayList<>();
        if (side != null) {
            side.forEach(record -> announcements.add(record.getValue()));
        }
        return announcements;
    }

    WeightsAnnouncement lastAnnouncement() {
        return announcements().get(announcements().size() - 1);
    }

    static List<LogPosition> retired(long offset) {
        return List.of(new LogPosition("rollouts", 0, offset));
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
