package org.retain.jobs.cluster;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * Command lines of the local cluster's processes. Flink divides the memory of a process as its
 * start scripts do, and the class path holds every library but none of Retain's classes.
 */
final class LocalClusterCommands {
    private final Configuration configuration;
    private final LocalClusterFiles files;
    private final String classPath =
            ClusterClassPath.entries().stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));

    LocalClusterCommands(Configuration configuration, LocalClusterFiles files) {
        this.configuration = configuration;
        this.files = files;
    }

    List<String> kafka() {
        long heap = configuration.get(LocalClusterOptions.KAFKA_HEAP).getMebiBytes();
        List<String> command = java("kafka", List.of("-Xmx" + heap + "m"));
        command.addAll(List.of("kafka.Kafka", files.brokerProperties().toString()));
        return command;
    }

    List<String> jobManager() {
        JobManagerProcessSpec spec = JobManagerProcessUtils.processSpecFromConfig(configuration);
        List<String> command =
                java(
                        "jobmanager",
                        words(
                                JobManagerProcessUtils.generateJvmParametersStr(
                                        spec, configuration)));
        command.add(StandaloneSessionClusterEntrypoint.class.getName());
        command.addAll(List.of("-c", files.configurationDirectory().toString()));
        command.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(spec)));
        return command;
    }

    List<String> taskManager() {
        TaskExecutorProcessSpec spec =
                TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        List<String> jvm =
                new ArrayList<>(words(ProcessMemoryUtils.generateJvmParametersStr(spec)));
        // A heap full of segments makes G1 pause for up to 100 ms, which stalls the memory.
        jvm.add("-XX:+UseZGC");
        List<String> command = java("taskmanager", jvm);
        command.add(TaskManagerRunner.class.getName());
        command.addAll(List.of("-c", files.configurationDirectory().toString()));
        command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec)));
        return command;
    }

    private List<String> java(String role, List<String> memory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory);
        command.addAll(
                List.of(
                        "-Dlog4j2.configurationFile="
                                + Installation.root().resolve("infra/local/log4j2.properties"),
                        "-Dlog.file=" + files.log(role),
                        // Flink's client code, which runs in the JobManager for a jar from the web
                        // UI.
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        classPath));
        return command;
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
