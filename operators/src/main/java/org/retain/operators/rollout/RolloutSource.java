package org.retain.operators.rollout;

import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.util.clock.SystemClock;
import org.retain.datasets.episode.Played;
import org.retain.operators.environment.EnvironmentFactory;

/**
 * Plays environments with the learner's newest weights, an actor in each subtask, and hands on
 * segments and summaries of episodes until the learner has finished.
 *
 * <pre>{@code
 * new RolloutSource(settings, environments, consumer, "retain.weights", "retain.rollouts", "student")
 * }</pre>
 *
 * <p>What is played and not retired by the learner never exceeds {@code rollout.max-ahead}
 * segments, see {@link RolloutCredits}; that takes this job to be the only writer of the rollouts
 * topic, and all its subtasks to be reset together (one region, so some edge to the sink is
 * all-to-all). Environments are not in checkpoints: after a failure episodes start anew, under a
 * new run id and with seeds that go on from the checkpoint.
 */
public final class RolloutSource
        implements Source<Played, RolloutSplit, RolloutProgress>, ResultTypeQueryable<Played> {

    private static final long serialVersionUID = 1;

    private final RolloutSettings settings;
    private final EnvironmentFactory environments;
    private final RolloutLog.Opener log;
    private final String policyId;

    /**
     * A source between Kafka's topics.
     *
     * @param consumer properties of a Kafka consumer
     * @param weights topic of the announcements
     * @param rollouts topic that the segments are sent to
     * @param policyId whose weights are played
     */
    public RolloutSource(
            RolloutSettings settings,
            EnvironmentFactory environments,
            Properties consumer,
            String weights,
            String rollouts,
            String policyId) {
        this.settings = settings;
        this.environments = environments;
        this.policyId = policyId;
        log = KafkaRolloutLog.opener(consumer, weights, rollouts, policyId);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Played, RolloutSplit> createReader(SourceReaderContext context) {
        return new RolloutReader(context, settings, environments);
    }

    @Override
    public SplitEnumerator<RolloutSplit, RolloutProgress> createEnumerator(
            SplitEnumeratorContext<RolloutSplit> context) {
        return restoreEnumerator(context, RolloutProgress.START);
    }

    @Override
    public SplitEnumerator<RolloutSplit, RolloutProgress> restoreEnumerator(
            SplitEnumeratorContext<RolloutSplit> context, RolloutProgress progress) {
        return new RolloutEnumerator(
                context, settings, log, policyId, progress, SystemClock.getInstance());
    }

    @Override
    public SimpleVersionedSerializer<RolloutSplit> getSplitSerializer() {
        return new RolloutSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<RolloutProgress> getEnumeratorCheckpointSerializer() {
        return new RolloutProgressSerializer();
    }

    @Override
    public TypeInformation<Played> getProducedType() {
        return new AvroTypeInfo<>(Played.class);
    }
}
