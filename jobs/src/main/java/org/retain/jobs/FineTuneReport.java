package org.retain.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.retain.jobs.cluster.CommittedRecords;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.command.Summary;

/** What the stations of one bounded run wrote to the metrics topic when it ended. */
final class FineTuneReport {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The topic's partitions keep no order among them; what ended training comes last. */
    private static final Comparator<JsonNode> PROGRESS =
            Comparator.<JsonNode>comparingLong(report -> report.path("updates").asLong())
                    .thenComparingLong(report -> report.path("skipped").asLong())
                    .thenComparing(report -> !report.path("stopped").isNull());

    private final Map<String, Long> memory = new TreeMap<>();
    private final Map<String, Long> dropped = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<JsonNode> learner = new ArrayList<>();

    private FineTuneReport() {}

    /** Reads the reports of a job that has ended. */
    static FineTuneReport read(ReadableConfig config, JobID job) throws IOException {
        FineTuneReport report = new FineTuneReport();
        ObjectMapper json = new ObjectMapper();
        for (ConsumerRecord<byte[], byte[]> record :
                CommittedRecords.read(config, Topic.METRICS.name(config), TIMEOUT)) {
            JsonNode line = json.readTree(record.value());
            if (line.path("job").asText().equals(job.toHexString())) {
                report.add(line.path("station").asText(), line.path("summary"));
            }
        }
        report.learner.sort(PROGRESS);
        return report;
    }

    /** Items held by stratum. */
    Map<String, Long> memory() {
        return memory;
    }

    /** Segments dropped by reason. */
    Map<String, Long> dropped() {
        return dropped;
    }

    /** A total by station and name, e.g. {@code assemble.batches}; 0 when nobody reported it. */
    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    Summary summary() {
        Summary summary =
                learner.isEmpty() ? new Summary() : learnt(learner.get(learner.size() - 1));
        return summary.with("batches", count("assemble.batches"))
                .with("driving_rows", count("assemble.drivingRows"))
                .with("drawn_rows", count("assemble.drawnRows"))
                .with("steps", count("assemble.steps"))
                .with("forgiven_draws", count("assemble.forgivenDraws"))
                .with("refused_rows", count("assemble.refusedRows"))
                .with("dropped", dropped)
                .with("memory", memory);
    }

    /** The learner's reports in order; empty where training happened elsewhere. */
    List<JsonNode> learner() {
        return learner;
    }

    private static Summary learnt(JsonNode last) {
        Map<String, Double> figures = new TreeMap<>();
        last.path("figures")
                .properties()
                .forEach(figure -> figures.put(figure.getKey(), figure.getValue().asDouble()));
        return new Summary()
                .with("updates", last.path("updates").asLong())
                .with("skipped_updates", last.path("skipped").asLong())
                .with("frames", last.path("frames").asLong())
                .with("minutes", last.path("minutes").asDouble())
                .with("figures", figures)
                .with("weights", last.path("weights").asText())
                .with("sha256", last.path("sha256").asText())
                .with("stopped", last.path("stopped").asText());
    }

    private void add(String station, JsonNode summary) {
        if (station.equals("learner")) {
            learner.add(summary);
            if (!summary.path("stopped").isNull()) {
                // The totals at the end; those before it are on the way there.
                addNumbers(counts, "assemble.", summary.path("counters"));
                addNumbers(dropped, "", summary.path("counters").path("dropped"));
            }
            return;
        }
        addNumbers(counts, station + ".", summary);
        addNumbers(dropped, "", summary.path("dropped"));
        for (JsonNode table : summary.path("tables")) {
            addNumbers(counts, station + ".tables.", table);
            memory.merge(table.path("stratum").asText(), table.path("items").asLong(), Long::sum);
        }
    }

    private static void addNumbers(Map<String, Long> sums, String prefix, JsonNode node) {
        node.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isNumber()) {
                                sums.merge(
                                        prefix + field.getKey(),
                                        field.getValue().asLong(),
                                        Long::sum);
                            }
                        });
    }
}
