package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.retain.jobs.command.JobConfiguration;
import org.retain.operators.learner.FisherFunction;
import org.retain.operators.learner.FisherOptions;

/**
 * A policy and demonstrations become the file that elastic weight consolidation needs: the policy's
 * weights and the diagonal of their Fisher information.
 *
 * <pre>{@code
 * flink run -c org.retain.jobs.FisherJob retain-jobs-job.jar \
 *     --weights best.safetensors --input segments --output fisher.safetensors
 * }</pre>
 *
 * <p>Bounded and without state: a run that was stopped is started again, and the file appears when
 * it is whole.
 */
public final class FisherJob {

    private FisherJob() {}

    public static void main(String[] args) throws Exception {
        Configuration config =
                JobDefaults.under(JobConfiguration.fromArgs("fisher", args, options()));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        build(env, config);
        env.execute(config.get(JobOptions.NAME) + " fisher");
    }

    /** All options of the job, in the order in which help shows them. */
    static List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(FisherOptions.ALL);
        options.add(JobOptions.NAME);
        return List.copyOf(options);
    }

    /** Wires the job; what it writes is named by the options. */
    static void build(StreamExecutionEnvironment env, ReadableConfig config) {
        env.setRuntimeMode(RuntimeExecutionMode.BATCH);
        env.setParallelism(1);
        env.fromSequence(0, 0)
                .uid(FisherUid.ONCE.uid())
                .process(FisherFunction.of(config))
                .returns(Types.LONG)
                .uid(FisherUid.FISHER.uid())
                .name("fisher")
                // Progress is told by what this station writes to another.
                .disableChaining()
                .sinkTo(new DiscardingSink<>())
                .uid(FisherUid.PROGRESS.uid())
                .name("progress");
    }
}
