package org.retain.jobs.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Points an environment, whatever it was made for, at the REST interface of a cluster. */
final class JobSubmission {
    private JobSubmission() {}

    static JobClient submit(
            StreamExecutionEnvironment environment, String jobName, URI address, List<Path> jars) {
        Configuration target = new Configuration();
        target.set(DeploymentOptions.TARGET, "remote");
        target.set(RestOptions.ADDRESS, address.getHost());
        target.set(RestOptions.PORT, address.getPort());
        target.set(PipelineOptions.JARS, jars.stream().map(jar -> jar.toUri().toString()).toList());
        environment.configure(target);
        try {
            return environment.executeAsync(jobName);
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new ClusterException(
                    "Job '%s' was not accepted by Flink at %s: %s"
                            .formatted(jobName, address, cause.getMessage()),
                    e);
        }
    }
}
