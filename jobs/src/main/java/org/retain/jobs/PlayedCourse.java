package org.retain.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.avro.SingleObjectEncoding;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.jobs.cluster.CommittedRecords;
import org.retain.jobs.cluster.Topic;

/**
 * What the episodes that ended during training came to: {@code episode_return} and {@code
 * episode_steps}, means over the episodes that ended with weights of neighbouring updates.
 */
final class PlayedCourse {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private PlayedCourse() {}

    /** The episodes in the topic of a run that has ended. */
    static List<Episode> episodes(ReadableConfig config) {
        SingleObjectEncoding<Episode> encoding = new SingleObjectEncoding<>(new Episode());
        return CommittedRecords.read(config, Topic.EPISODES.name(config), TIMEOUT).stream()
                .map(record -> encoding.decode(record.value()))
                .toList();
    }

    /**
     * The course over at most {@link LearnerCourse#POINTS} points.
     *
     * @param run name of the run
     * @param updates of the whole training
     */
    static List<Measurement> of(String run, long updates, List<Episode> episodes) {
        long each = Math.max(1, (updates + LearnerCourse.POINTS - 1) / LearnerCourse.POINTS);
        TreeMap<Long, List<Episode>> points = new TreeMap<>();
        for (Episode episode : episodes) {
            long update = new WeightsVersion(episode.getLastWeightsVersion()).updates();
            points.computeIfAbsent(
                            Math.min(updates, (update / each + 1) * each), u -> new ArrayList<>())
                    .add(episode);
        }
        List<Measurement> measurements = new ArrayList<>();
        points.forEach(
                (update, ended) -> {
                    double reward =
                            ended.stream().mapToDouble(Episode::getRewardSum).average().orElse(0);
                    double steps = ended.stream().mapToLong(Episode::getSteps).average().orElse(0);
                    measurements.add(point(run, "episode_return", update, reward, ended.size()));
                    measurements.add(point(run, "episode_steps", update, steps, ended.size()));
                });
        return measurements;
    }

    private static Measurement point(
            String run, String measure, long update, double value, long count) {
        return new Measurement(run, measure, update, 0L, "", "", value, count);
    }
}
