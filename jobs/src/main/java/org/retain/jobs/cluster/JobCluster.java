package org.retain.jobs.cluster;

import java.net.URI;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster that takes jobs, embedded or elsewhere. */
public interface JobCluster {

    /** Address of the web UI. */
    URI webUi();

    /**
     * Starts the job that {@code environment} describes and returns at once.
     *
     * @throws ClusterException if the cluster cannot take it
     */
    JobClient submit(StreamExecutionEnvironment environment, String jobName);
}
