package org.retain.operators.learner;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.retain.datasets.learner.LearnerReport;
import org.retain.datasets.segment.BatchCounters;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.operators.source.StopFile;

/**
 * What a learner tells: announcements of its weights, reports on the way, and at the end the last
 * report, the result file and a {@link StopFile} for the source.
 */
final class LearnerOutput {

    private static final String FINAL = "final.safetensors";

    private final LearnerRun run;
    private final Agent agent;
    private final Training training;
    private final FigureMeans figures;
    private final Supplier<BatchCounters> counters;
    private final WeightsPublication publication;
    private final Output<StreamRecord<LearnerReport>> output;

    /**
     * Nothing is told yet.
     *
     * @param figures of the updates since the last report
     * @param counters of all batches so far
     * @param output of the operator
     */
    LearnerOutput(
            LearnerRun run,
            Agent agent,
            Training training,
            FigureMeans figures,
            Supplier<BatchCounters> counters,
            WeightsPublication publication,
            Output<StreamRecord<LearnerReport>> output) {
        this.run = run;
        this.agent = agent;
        this.training = training;
        this.figures = figures;
        this.counters = counters;
        this.publication = publication;
        this.output = output;
    }

    /** Announces the weights as they are. */
    void publish() {
        publish(false);
    }

    /** Announces once more what was announced last, for those who came since. */
    void repeat() {
        publication.repeat(false).ifPresent(this::announce);
    }

    /** Tells of an applied update, as far as something is due. */
    void updated() {
        if (run.announces() && publication.due(training.applied())) {
            publish();
        }
        if (training.applied() % run.reportInterval() == 0) {
            report();
        }
    }

    /** Reports the figures since the last report. */
    void report() {
        output.collect(new StreamRecord<>(report(null, announced())));
    }

    /**
     * Tells that training has ended.
     *
     * @param reason why
     * @param best weights that count as the result; empty for the last
     * @throws IOException when weights, result or stop file cannot be written
     */
    void end(String reason, Optional<WrittenWeights> best) throws IOException {
        if (run.announces()) {
            publish(true);
        }
        LearnerReport report = report(reason, best.isPresent() ? best : lastWeights());
        output.collect(new StreamRecord<>(report));
        LearnerResult.write(run.output(), report);
        new StopFile(run.output()).write(reason);
    }

    private void publish(boolean finished) {
        publication.publish(agent, training.applied(), finished).ifPresent(this::announce);
    }

    private void announce(WeightsAnnouncement announcement) {
        output.collect(LearnerOperator.ANNOUNCEMENTS, new StreamRecord<>(announcement));
    }

    private Optional<WrittenWeights> announced() {
        return Optional.ofNullable(publication.last())
                .map(last -> new WrittenWeights(last.getUri(), last.getSha256()));
    }

    /** What was announced last, or the weights as they are, written for the first time. */
    private Optional<WrittenWeights> lastWeights() throws IOException {
        if (run.announces()) {
            return announced();
        }
        String location = run.output() + "/" + FINAL;
        return Optional.of(new WrittenWeights(location, agent.weights().write(location)));
    }

    private LearnerReport report(String stopped, Optional<WrittenWeights> weights) {
        return training.report(figures.take(), stopped)
                .setCounters(BatchCounters.newBuilder(counters.get()).build())
                .setWeights(weights.map(WrittenWeights::uri).orElse(null))
                .setSha256(weights.map(WrittenWeights::sha256).orElse(null))
                .setDevice(agent.device())
                .build();
    }
}
