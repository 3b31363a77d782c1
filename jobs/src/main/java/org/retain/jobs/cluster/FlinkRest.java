package org.retain.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The few questions that Retain asks the REST interface of a Flink cluster. */
final class FlinkRest {
    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

    private final URI address;
    private final Duration timeout;
    private final HttpClient client;

    FlinkRest(URI address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /** State of the cluster as a whole. */
    Overview overview() throws IOException {
        JsonNode node = send(HttpRequest.newBuilder(address.resolve("/overview")).GET());
        return new Overview(
                node.path("flink-version").asText("unknown"),
                node.path("slots-total").asInt(),
                node.path("slots-available").asInt());
    }

    /** The jobs that have not ended yet. */
    List<Job> runningJobs() throws IOException {
        List<Job> running = new ArrayList<>();
        JsonNode node = send(HttpRequest.newBuilder(address.resolve("/jobs/overview")).GET());
        for (JsonNode job : node.path("jobs")) {
            if (!ENDED.contains(job.path("state").asText())) {
                running.add(new Job(job.path("jid").asText(), job.path("name").asText()));
            }
        }
        return running;
    }

    /** Asks a job to cancel; it does so later. */
    void cancel(Job job) throws IOException {
        URI path = address.resolve("/jobs/" + job.id() + "?mode=cancel");
        send(HttpRequest.newBuilder(path).method("PATCH", BodyPublishers.noBody()));
    }

    /** Figures of a job's vertices so far, in topological order. */
    List<Station> stations(String jobId) throws IOException {
        List<Station> stations = new ArrayList<>();
        for (JsonNode vertex : get(address.resolve("/jobs/" + jobId)).path("vertices")) {
            JsonNode metrics = vertex.path("metrics");
            stations.add(
                    new Station(
                            vertex.path("name").asText(), metrics.path("write-records").asLong()));
        }
        return stations;
    }

    private JsonNode get(URI address) throws IOException {
        return send(HttpRequest.newBuilder(address).GET());
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response =
                    client.send(request.timeout(timeout).build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(
                        "HTTP status " + response.statusCode() + " from " + response.uri());
            }
            return new ObjectMapper().readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + address, e);
        }
    }

    record Overview(String flinkVersion, int totalSlots, int freeSlots) {}

    record Job(String id, String name) {}
}
