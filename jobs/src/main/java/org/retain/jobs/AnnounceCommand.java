package org.retain.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.Path;
import org.retain.datasets.kafka.WeightsAnnouncementRecords;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.jobs.cluster.Attachment;
import org.retain.jobs.cluster.RecordSending;
import org.retain.jobs.cluster.Topic;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.PolicyWeights;

/** {@code ./retain announce}: tells players of weights that an external trainer wrote. */
public final class AnnounceCommand extends Command {

    private static final Pattern POSITION = Pattern.compile("([^:\\s]+):(\\d{1,9}):(\\d{1,18})");
    private static final long MAX_UPDATES = (1L << Integer.SIZE) - 1;

    @Override
    public String name() {
        return "announce";
    }

    @Override
    public String summary() {
        return "Announce weights that an external trainer wrote on the weights topic";
    }

    @Override
    public String details() {
        return "Checks first that the file holds every parameter of a network. Players take the"
                + " last announcement of a policy, so announce in the order of training, and write"
                + " each version to a file of its own.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return AnnounceOptions.all();
    }

    @Override
    public List<ConfigOption<?>> required() {
        return List.of(AnnounceOptions.WEIGHTS, AnnounceOptions.UPDATES);
    }

    @Override
    public Summary run(Configuration given, CommandContext context) {
        WeightsAnnouncement announcement = announcement(given);
        Configuration config = Attachment.withBroker(given);
        try (Topics topics = Topics.connect(config)) {
            topics.require(Topic.WEIGHTS);
        }
        RecordSending.send(
                config,
                Topic.WEIGHTS,
                List.of(
                        new WeightsAnnouncementRecords()
                                .record(Topic.WEIGHTS.name(config), announcement)));
        return new Summary()
                .with("version", announcement.getVersion())
                .with("uri", announcement.getUri())
                .with("sha256", announcement.getSha256())
                .with("policy_id", announcement.getPolicyId());
    }

    private static WeightsAnnouncement announcement(Configuration config) {
        long updates = config.get(AnnounceOptions.UPDATES);
        if (updates < 0 || updates > MAX_UPDATES) {
            throw new UsageException(
                    "Option --%s is %d, expected 0 to %d"
                            .formatted(AnnounceOptions.UPDATES.key(), updates, MAX_UPDATES));
        }
        String policyId = config.get(WeightsOptions.POLICY_ID);
        if (policyId.isBlank()) {
            throw new UsageException(
                    "Option --%s is empty, expected a name"
                            .formatted(WeightsOptions.POLICY_ID.key()));
        }
        List<LogPosition> retired =
                config.getOptional(AnnounceOptions.RETIRED)
                        .map(AnnounceCommand::positions)
                        .orElse(List.of());
        String location = config.get(AnnounceOptions.WEIGHTS);
        return WeightsAnnouncement.newBuilder()
                .setPolicyId(policyId)
                .setVersion(WeightsVersion.of(WeightsVersion.drawEpoch(), updates).value())
                .setUpdates(updates)
                .setSha256(checkedSha256(location))
                .setUri(uri(location))
                .setRetired(retired)
                .setFinished(config.get(AnnounceOptions.FINISHED))
                .build();
    }

    private static List<LogPosition> positions(String text) {
        return Arrays.stream(text.split(",", -1)).map(AnnounceCommand::position).toList();
    }

    private static LogPosition position(String text) {
        Matcher matcher = POSITION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UsageException(
                    "Option --%s has '%s', expected topic:partition:offset such as retain.rollouts:0:1234"
                            .formatted(AnnounceOptions.RETIRED.key(), text));
        }
        return new LogPosition(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3)));
    }

    private static String checkedSha256(String location) {
        try {
            return PolicyWeights.read(location, Optional.empty()).sha256();
        } catch (InvalidWeightsException | UncheckedIOException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    /** With a scheme and absolute, since a player has another working directory. */
    private static String uri(String location) {
        Path path = new Path(location);
        try {
            return path.makeQualified(path.getFileSystem()).toString();
        } catch (IOException e) {
            throw new CommandException(location + ": " + e.getMessage(), e);
        }
    }
}
