package org.retain.operators.preprocess;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.retain.datasets.shard.ShardProgress;

/**
 * Metrics of the preprocess station, in the operator's scope, e.g. {@code
 * <host>.taskmanager.<id>.<job>.write.<subtask>.frames}. Each is an accumulator of the job too, so
 * that whoever started it can follow.
 */
public final class PreprocessMetrics implements ShardProgress {

    /** Counter: frames decoded since the job's start. */
    public static final String FRAMES = "frames";

    /** Counter: games decoded since the job's start, skipped ones too. */
    public static final String GAMES = "games";

    private final Counter frames;
    private final Counter games;
    private final LongCounter allFrames = new LongCounter();
    private final LongCounter allGames = new LongCounter();

    PreprocessMetrics(RuntimeContext context) {
        frames = context.getMetricGroup().counter(FRAMES);
        games = context.getMetricGroup().counter(GAMES);
        context.addAccumulator(FRAMES, allFrames);
        context.addAccumulator(GAMES, allGames);
    }

    @Override
    public void framesDone(int count) {
        frames.inc(count);
        allFrames.add(count);
    }

    @Override
    public void gameDone() {
        games.inc();
        allGames.add(1);
    }
}
