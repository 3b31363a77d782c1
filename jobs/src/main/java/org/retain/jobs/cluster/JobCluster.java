package org.retain.jobs.cluster;

import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster that takes jobs, embedded or elsewhere. */
public interface JobCluster extends AutoCloseable {

    /**
     * The cluster that {@link ClusterOptions#CLUSTER} names, or else one within this JVM.
     *
     * @param slots of all jobs that will run at once
     * @throws ClusterException if it does not answer, or does not start
     */
    static JobCluster open(Configuration config, RequiredSlots slots) {
        return config.contains(ClusterOptions.CLUSTER)
                ? RemoteCluster.connect(config)
                : EmbeddedCluster.start(config, slots);
    }

    /** Address of the web UI. */
    URI webUi();

    /**
     * Starts the job that {@code environment} describes and returns at once.
     *
     * @throws ClusterException if the cluster cannot take it
     */
    JobClient submit(StreamExecutionEnvironment environment, String jobName);

    /**
     * Cancels the jobs that were submitted through this object and still run, and waits for their
     * end.
     */
    @Override
    void close();
}
