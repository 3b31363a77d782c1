package org.retain.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.retain.datasets.segment.InvalidSegmentException;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentEncoding;
import org.retain.datasets.shard.EpisodeShards;
import org.retain.jobs.cluster.Attachment;
import org.retain.jobs.cluster.CommittedRecords;
import org.retain.jobs.cluster.KafkaClients;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Progress;
import org.retain.operators.decode.SegmentValidation;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.target.EpisodeCollection;

/**
 * What the demonstrations topic holds, as a directory of shards: pre-training plays games several
 * times and in its own order, which a log does not give.
 *
 * <p>An episode's segments are kept in memory, packed, until the last has come. What the decode and
 * target stations would refuse is left out by the same rules, and counted; an episode that goes on
 * beyond the end of the topic is taken as far as it goes. The directory comes to be as a whole and
 * is not read anew, so that a run that resumes trains on what it began with.
 */
final class DemonstrationExport {

    /** The input that stands for the topic; a directory of this name is {@code ./topic}. */
    static final String TOPIC = "topic";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReadableConfig config;
    private final CommandContext context;
    private final SegmentEncoding encoding = new SegmentEncoding();
    private final SegmentValidation validation;
    private final EpisodeCollection episodes = new EpisodeCollection();
    private long refused;
    private String firstRefused;

    private DemonstrationExport(ReadableConfig config, CommandContext context) {
        this.config = config;
        this.context = context;
        validation = new SegmentValidation(config.get(PretrainOptions.STEPS));
    }

    /**
     * Writes what the topic holds to a directory, if it does not exist.
     *
     * @throws org.retain.jobs.cluster.ClusterException when the broker or the topic is missing
     * @throws CommandException when the topic holds nothing to train on
     */
    static void to(Path directory, Configuration given, CommandContext context) {
        if (Files.exists(directory)) {
            context.err().printf("Takes what was read from the topic into %s%n", directory);
            return;
        }
        new DemonstrationExport(Attachment.withBroker(given), context).write(directory);
    }

    private void write(Path directory) {
        String topic = Topic.DEMONSTRATIONS.name(config);
        try (Topics topics = Topics.connect(config)) {
            topics.require(Topic.DEMONSTRATIONS);
        }
        try (EpisodeShards shards = EpisodeShards.begin(directory)) {
            try (Progress progress = context.progress("Reading " + topic, "segments")) {
                CommittedRecords.replay(
                        config, topic, PATIENCE, record -> take(record, shards, progress));
            }
            episodes.finish(shards::write);
            if (episodes.segments() == 0) {
                throw new CommandException(
                        "%s at %s holds no segment to train on%s; feed it with ./retain feed, or give a directory of shards"
                                .formatted(
                                        topic, KafkaClients.bootstrapServers(config), leftOut()));
            }
            shards.commit();
        } catch (UncheckedIOException | IOException e) {
            throw new CommandException(
                    "Cannot write what %s holds to %s: %s"
                            .formatted(topic, directory, e.getMessage()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new CommandException("%s: %s".formatted(topic, e.getMessage()), e);
        }
        context.err()
                .printf(
                        "%s: %,d segments of %,d episodes%s, now in %s%n",
                        topic, episodes.segments(), episodes.episodes(), leftOut(), directory);
    }

    private void take(
            ConsumerRecord<byte[], byte[]> record, EpisodeShards shards, Progress progress) {
        context.stop().check();
        progress.step(1);
        Segment segment;
        try {
            segment = encoding.decode(value(record));
            validation.check(segment);
        } catch (InvalidSegmentException | InvalidTensorException e) {
            if (refused++ == 0) {
                firstRefused =
                        "%s:%d:%d: %s"
                                .formatted(
                                        record.topic(),
                                        record.partition(),
                                        record.offset(),
                                        e.getMessage());
            }
            return;
        }
        episodes.add(segment, episode -> write(episode, shards));
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new InvalidSegmentException("The record has no value, expected a Segment");
        }
        return record.value();
    }

    private static void write(List<Segment> episode, EpisodeShards shards) {
        try {
            shards.write(episode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String leftOut() {
        StringBuilder text = new StringBuilder();
        if (refused > 0) {
            text.append(" (%,d records refused, the first %s)".formatted(refused, firstRefused));
        }
        episodes.dropped()
                .forEach(
                        (reason, count) ->
                                text.append(" (%,d dropped: %s)".formatted(count, reason.text())));
        return text.toString();
    }
}
