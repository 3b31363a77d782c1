package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.retain.jobs.command.JobConfiguration;
import org.retain.operators.evaluation.EpisodeSource;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.evaluation.WriteEpisodesOperator;

/**
 * A policy plays a list of episodes; each becomes one row of a Parquet file.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.EvaluateJob retain-jobs-job.jar --weights best.safetensors \
 *     --environment.name nethack --episodes 1000 --output evaluation
 * }</pre>
 *
 * <p>Bounded, parallel over episodes. Every listed episode is played to its end and counted exactly
 * once, also when the job fails on the way: those that have ended lie in its checkpoints, the
 * others begin anew from their seeds.
 */
public final class EvaluateJob {

    private EvaluateJob() {}

    public static void main(String[] args) throws Exception {
        Configuration config =
                JobDefaults.under(JobConfiguration.fromArgs("evaluate", args, options()));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        build(env, EvaluatePlan.of(config));
        env.execute(config.get(JobOptions.NAME) + " evaluate");
    }

    /** All options of the job, in the order in which help shows them. */
    static List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(EvaluateOptions.ALL);
        options.addAll(EnvironmentGroups.all());
        options.add(JobOptions.NAME);
        options.add(JobOptions.PARALLELISM);
        options.add(JobOptions.CHECKPOINT_INTERVAL);
        return List.copyOf(options);
    }

    /** Wires the job; episodes are played with the environment's parallelism. */
    static void build(StreamExecutionEnvironment env, EvaluatePlan plan) {
        env.fromSource(
                        new EpisodeSource(plan.settings(), plan.environments()),
                        WatermarkStrategy.noWatermarks(),
                        EvaluateUid.PLAY.uid())
                .uid(EvaluateUid.PLAY.uid())
                .transform(
                        EvaluateUid.WRITE.uid(),
                        Types.LONG,
                        new WriteEpisodesOperator(
                                plan.settings().output(),
                                plan.settings().seeds().size(),
                                plan.lineage()))
                .uid(EvaluateUid.WRITE.uid())
                .setParallelism(1)
                .setMaxParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .uid(EvaluateUid.PROGRESS.uid())
                .name(EvaluateUid.PROGRESS.uid())
                .setParallelism(1);
    }
}
