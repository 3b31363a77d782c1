package org.retain.operators.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.parquet.EpisodeParquet;

/**
 * Keeps the episodes of an evaluation, and writes them in order of their numbers into one file when
 * all have come. Emits their count then. Runs at parallelism 1; an operator and no function,
 * because functions do not learn of the end of input. State: all episodes so far, about 1 KiB each.
 */
public final class WriteEpisodesOperator extends AbstractStreamOperator<Long>
        implements OneInputStreamOperator<Episode, Long>, BoundedOneInput {

    /** Accumulator of the job: episodes that have come, those before a restore too. */
    public static final String EPISODES = "episodes";

    private static final long serialVersionUID = 1;
    private static final ListStateDescriptor<Episode> STATE =
            new ListStateDescriptor<>("episodes", new AvroTypeInfo<>(Episode.class));

    private final String directory;
    private final int expected;
    private final HashMap<String, String> lineage;

    private transient ListState<Episode> state;
    private transient Map<Long, Episode> episodes;
    private transient LongCounter counter;

    /**
     * Will write to this directory.
     *
     * @param expected number of episodes
     * @param lineage what goes into the file's metadata
     */
    public WriteEpisodesOperator(String directory, int expected, Map<String, String> lineage) {
        this.directory = directory;
        this.expected = expected;
        this.lineage = new HashMap<>(lineage);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        state = context.getOperatorStateStore().getListState(STATE);
        episodes = new TreeMap<>();
        for (Episode episode : state.get()) {
            episodes.put(episode.getNumber(), episode);
        }
        counter = new LongCounter(episodes.size());
    }

    @Override
    public void open() throws Exception {
        super.open();
        getRuntimeContext().addAccumulator(EPISODES, counter);
    }

    @Override
    public void processElement(StreamRecord<Episode> element) {
        Episode episode = element.getValue();
        if (episodes.put(episode.getNumber(), episode) != null) {
            throw new IllegalStateException(
                    "Episode %d came twice, each was to be played once"
                            .formatted(episode.getNumber()));
        }
        counter.add(1);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        state.update(new ArrayList<>(episodes.values()));
    }

    @Override
    public void endInput() throws Exception {
        if (episodes.size() != expected) {
            throw new IllegalStateException(
                    "The input ended with %d episodes, expected %d"
                            .formatted(episodes.size(), expected));
        }
        List<Episode> rows = new ArrayList<>(episodes.values());
        EpisodeFile.write(directory, new EpisodeParquet(rows, lineage));
        output.collect(new StreamRecord<>((long) rows.size()));
    }
}
