package org.retain.operators.evaluation;

import java.util.List;
import java.util.stream.IntStream;
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
import org.retain.datasets.episode.Episode;
import org.retain.operators.environment.EnvironmentFactory;

/**
 * Plays a list of episodes with fixed weights and emits each one's summary.
 *
 * <p>Bounded: the list is known before the first step, a subtask that has a slot free asks for the
 * next, and every episode is played to its end. So none is preferred for being short, as it would
 * be if the first N to end were counted. Emission and progress lie in one checkpoint: after a
 * failure an episode that had not ended begins anew from its seed, as does one that was lost with
 * its worker process, and one whose row was emitted is not played again.
 *
 * <p>The same weights and seed give the same episode, whichever slot plays it: draws depend on the
 * seed and the step alone. One reservation: the forward pass of a batch may round differently from
 * that of a batch of another size, because different kernels add in different orders. Where a draw
 * falls into that gap, an episode takes another course, equally likely under the policy; among
 * NetHack games of 2000 steps that was one in eight between 8 slots and 3.
 */
public final class EpisodeSource
        implements Source<Episode, EpisodeSplit, List<EpisodeSplit>>, ResultTypeQueryable<Episode> {

    private static final long serialVersionUID = 1;

    private final EvaluateSettings settings;
    private final EnvironmentFactory environments;

    /** A source over the episodes of the settings. */
    public EpisodeSource(EvaluateSettings settings, EnvironmentFactory environments) {
        this.settings = settings;
        this.environments = environments;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<Episode, EpisodeSplit> createReader(SourceReaderContext context) {
        return new EpisodeReader(context, settings, environments);
    }

    @Override
    public SplitEnumerator<EpisodeSplit, List<EpisodeSplit>> createEnumerator(
            SplitEnumeratorContext<EpisodeSplit> context) {
        List<Long> seeds = settings.seeds();
        return new EpisodeEnumerator(
                context,
                IntStream.range(0, seeds.size())
                        .mapToObj(number -> new EpisodeSplit(number, seeds.get(number)))
                        .toList());
    }

    @Override
    public SplitEnumerator<EpisodeSplit, List<EpisodeSplit>> restoreEnumerator(
            SplitEnumeratorContext<EpisodeSplit> context, List<EpisodeSplit> unassigned) {
        return new EpisodeEnumerator(context, unassigned);
    }

    @Override
    public SimpleVersionedSerializer<EpisodeSplit> getSplitSerializer() {
        return new EpisodeSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<List<EpisodeSplit>> getEnumeratorCheckpointSerializer() {
        return EpisodeSplitSerializer.ofList();
    }

    @Override
    public TypeInformation<Episode> getProducedType() {
        return new AvroTypeInfo<>(Episode.class);
    }
}
