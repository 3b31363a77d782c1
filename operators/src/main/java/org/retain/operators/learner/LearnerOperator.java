package org.retain.operators.learner;

import ai.djl.ndarray.NDManager;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StatePartitionStreamProvider;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.ThrowingRunnable;
import org.retain.datasets.learner.LearnerReport;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.source.StopFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner: collects driving segments with their draws and updates the agent after every {@code
 * batch.size} of them. Emits a report every so many updates; weights are announced by {@link
 * #ANNOUNCEMENTS} when they are new and at least at every heartbeat. When training has ended, a
 * {@link StopFile} in the output directory tells the source. Runs at parallelism 1.
 *
 * <p>Weights, moments of the optimiser, counts, normalisers, the half-filled batch and retired
 * positions lie in the checkpoint beside the source's offsets, so each segment's effect on the
 * weights is exactly once. Weights and moments are streamed into it as raw operator state. What a
 * restored learner announces first are its restored weights, under a new epoch.
 *
 * <p>An operator and not a function, because only an operator streams raw state and learns of the
 * end of its input. Failures that would repeat (weights of another network, a wrong option, losses
 * that are no numbers) fail the job for good, without restarts.
 */
public final class LearnerOperator extends AbstractStreamOperator<LearnerReport>
        implements OneInputStreamOperator<Draws, LearnerReport>, BoundedOneInput {

    /** Announcements of weights. */
    public static final OutputTag<WeightsAnnouncement> ANNOUNCEMENTS =
            new OutputTag<>("weights-announcements", new AvroTypeInfo<>(WeightsAnnouncement.class));

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(LearnerOperator.class);
    private static final ListStateDescriptor<LogPosition> RETIRED =
            new ListStateDescriptor<>("retired-positions", new AvroTypeInfo<>(LogPosition.class));
    private static final ListStateDescriptor<String> FILES =
            new ListStateDescriptor<>("weights-files", Types.STRING);

    private final LearnerSetup setup;
    private final LearnerRun run;
    private final LogStart start;

    private transient Agent agent;
    private transient Training training;
    private transient HeldOutValidation validation;
    private transient BatchCollection collection;
    private transient WeightsPublication publication;
    private transient LearnerOutput learnerOutput;
    private transient WeightsSnapshots snapshots;
    private transient FigureMeans figures;
    private transient LearnerMetrics metrics;
    private transient ListState<LogPosition> retiredState;
    private transient ListState<String> filesState;
    private transient boolean ended;

    private LearnerOperator(LearnerSetup setup, LearnerRun run, LogStart start) {
        this.setup = setup;
        this.run = run;
        this.start = start;
    }

    /**
     * A learner that fine-tunes as the options say.
     *
     * @param config all options of the job
     * @param start where its source begins unless it is restored
     * @param teacher location of the weights whose answers the segments carry; null for none
     * @throws IllegalArgumentException when options are out of range or do not go together; the
     *     message names them
     */
    public static LearnerOperator fineTuning(
            ReadableConfig config, LogStart start, String teacher) {
        return new LearnerOperator(
                FineTuneSetup.of(config, teacher),
                LearnerRun.of(config, BatchShape.of(config), true),
                start);
    }

    /**
     * A learner that clones recorded actions as the options of pre-training say.
     *
     * @param config all options of the job
     * @throws IllegalArgumentException when options are out of range; the message names them
     */
    public static LearnerOperator pretraining(ReadableConfig config) {
        PretrainSetup setup = PretrainSetup.of(config);
        return new LearnerOperator(
                setup, LearnerRun.of(config, setup.shape(), false), LogStart.BEGINNING);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        retiredState = context.getOperatorStateStore().getListState(RETIRED);
        filesState = context.getOperatorStateStore().getListState(FILES);
        collection = new BatchCollection(run.shape(), context.getOperatorStateStore());
        figures = new FigureMeans();
        try {
            createAgent();
        } catch (InvalidWeightsException | IllegalArgumentException e) {
            throw new SuppressRestartsException(e);
        }
        training = new Training(agent, run.limits());
        for (StatePartitionStreamProvider state : context.getRawOperatorStateInputs()) {
            try (InputStream in = state.getStream()) {
                checkpoint().read(in);
            } catch (IllegalStateException | IllegalArgumentException e) {
                throw new SuppressRestartsException(e);
            }
        }
        RetiredPositions retired = RetiredPositions.of(listOf(retiredState));
        if (!context.isRestored()) {
            start.retired().forEach(retired::add);
        }
        publication =
                new WeightsPublication(
                        run.policyId(),
                        new WeightsDirectory(run.weightsDirectory(), run.keep()),
                        run.publishInterval(),
                        listOf(filesState),
                        retired);
        snapshots = new WeightsSnapshots(run.weightsDirectory(), run.snapshotInterval());
        learnerOutput =
                new LearnerOutput(
                        run, agent, training, figures, collection::counters, publication, output);
    }

    private void createAgent() {
        NDManager manager = LearnerDevice.manager(getRuntimeContext(), run.gpus());
        try {
            agent = setup.agent(manager);
            validation = setup.validation().orElse(null);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        LOG.info(
                "The learner computes on {} and goes on after {} updates",
                agent.device(),
                training.applied());
        metrics =
                new LearnerMetrics(
                        getRuntimeContext(), getMetricGroup(), training, figures, agent.device());
        metrics.update();
        BatchMetrics.register(getMetricGroup(), collection::counters);
        if (training.applied() == 0) {
            snapshots.take(agent, training);
        }
        if (run.announces()) {
            // In a timer, since nothing may be emitted before all operators are open.
            schedule(Duration.ZERO, learnerOutput::publish);
            schedule(run.heartbeat(), this::heartbeat);
        }
    }

    @Override
    public void processElement(StreamRecord<Draws> element) throws Exception {
        Draws draws = element.getValue();
        if (draws.getDriving().getDropped() != null || ended) {
            publication.retire(draws.getDriving().getPosition());
        }
        if (!ended && collection.add(draws)) {
            learn();
        }
    }

    @Override
    public void endInput() throws Exception {
        if (!ended && !collection.isEmpty()) {
            learn();
        }
        if (!ended) {
            // The source may have ended because the run was told to stop.
            Optional<String> asked = new StopFile(run.output()).read();
            end(training.stopReason().or(() -> asked).orElse("the input has ended"));
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        collection.snapshot();
        retiredState.update(publication.retired());
        filesState.update(publication.files());
        context.getRawOperatorStateOutput().startNewPartition();
        checkpoint().write(context.getRawOperatorStateOutput());
    }

    @Override
    public void close() throws Exception {
        try {
            if (agent != null) {
                agent.close();
            }
        } finally {
            super.close();
        }
    }

    private LearnerCheckpoint checkpoint() {
        return new LearnerCheckpoint(training, validation, agent);
    }

    private void learn() throws Exception {
        Optional<String> over = training.stopReason();
        if (over.isPresent()) {
            // Restored from a checkpoint that was made after the end.
            end(over.get());
            return;
        }
        List<LogPosition> positions = collection.positions();
        TrainingBatch batch = collection.take();
        if (batch.rows().isEmpty()) {
            positions.forEach(publication::retire);
            return;
        }
        long frames = batch.rows().stream().mapToLong(row -> row.segment().getLength()).sum();
        Update update;
        try {
            update = training.train(batch, frames);
        } catch (DivergedException | IllegalArgumentException e) {
            throw new SuppressRestartsException(e);
        }
        figures.add(update.figures());
        metrics.update();
        positions.forEach(publication::retire);
        if (!update.applied() && update.reason() != null) {
            LOG.warn("Update {} was skipped: {}", training.applied(), update.reason());
        }
        if (update.applied()) {
            snapshots.take(agent, training);
        }
        if (validation != null && validation.due(training)) {
            figures.add(validation.validate(((PolicyAgent) agent).network(), training));
            metrics.update();
            learnerOutput.report();
        }
        Optional<String> stop = training.stopReason();
        if (stop.isPresent()) {
            end(stop.get());
        } else if (update.applied()) {
            learnerOutput.updated();
        }
    }

    private void end(String reason) throws Exception {
        ended = true;
        LOG.info("Training ends after {} updates: {}", training.applied(), reason);
        Optional<WrittenWeights> best = Optional.empty();
        if (validation != null) {
            HeldOutValidation.Conclusion conclusion =
                    validation.conclude(((PolicyAgent) agent).network(), training);
            figures.take();
            figures.add(conclusion.figures());
            best = Optional.ofNullable(conclusion.weights());
        }
        learnerOutput.end(reason, best);
    }

    private void heartbeat() throws Exception {
        Optional<String> over = ended ? Optional.empty() : training.stopReason();
        if (over.isPresent()) {
            // The minutes are over also when nobody plays.
            end(over.get());
        }
        learnerOutput.repeat();
        if (!ended) {
            schedule(run.heartbeat(), this::heartbeat);
        }
    }

    private void schedule(Duration delay, ThrowingRunnable<Exception> action) {
        long due = getProcessingTimeService().getCurrentProcessingTime() + delay.toMillis();
        getProcessingTimeService().registerTimer(due, time -> action.run());
    }

    private static <T> List<T> listOf(ListState<T> state) throws Exception {
        List<T> list = new ArrayList<>();
        state.get().forEach(list::add);
        return list;
    }
}
