package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.retain.jobs.cluster.ClusterOptions;
import org.retain.jobs.cluster.EmbeddedClusterOptions;
import org.retain.jobs.cluster.JobCluster;
import org.retain.jobs.cluster.JobRun;
import org.retain.jobs.cluster.RequiredSlots;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.operators.learner.FisherFunction;
import org.retain.operators.learner.FisherOptions;
import org.retain.operators.policy.TensorFile;

/** {@code ./retain fisher}: {@link FisherJob} on a cluster within this JVM or elsewhere. */
final class FisherCommand extends Command {

    @Override
    public String name() {
        return "fisher";
    }

    @Override
    public String summary() {
        return "Estimate which of a policy's weights its recorded answers depend on, for ewc";
    }

    @Override
    public String details() {
        return "Squares gradients of the policy's answers on Parquet segments of demonstrations,"
                + " and writes weights and Fisher diagonal into one safetensors file, which"
                + " --retention.fisher of finetune and pretrain reads.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        List<ConfigOption<?>> options = new ArrayList<>(FisherJob.options());
        options.add(EmbeddedClusterOptions.WEB_PORT);
        options.add(ClusterOptions.CLUSTER);
        return options;
    }

    @Override
    public List<ConfigOption<?>> required() {
        return List.of(FisherOptions.WEIGHTS, FisherOptions.INPUT, FisherOptions.OUTPUT);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) throws Exception {
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        try {
            FisherJob.build(env, config);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        JobExecutionResult result;
        try (JobCluster cluster = JobCluster.open(config, RequiredSlots.of(env))) {
            context.err().printf("Flink web UI at %s%n", cluster.webUi());
            JobClient job = cluster.submit(env, "fisher");
            result =
                    new JobRun(cluster, job, context)
                            .await("Estimating", "gradients", FisherUid.FISHER.uid());
        }
        String output = config.get(FisherOptions.OUTPUT);
        Long samples = result.getAccumulatorResult(FisherFunction.SAMPLES);
        return new Summary()
                .with("weights", config.get(FisherOptions.WEIGHTS))
                .with("output", output)
                .with("sha256", TensorFile.read(output, Optional.empty()).sha256())
                .with("samples", samples);
    }
}
