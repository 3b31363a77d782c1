package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.weights.WeightsAnnouncement;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.operators.policy.PolicyWeights;

/** Tests for {@link WeightsPublication}. */
class WeightsPublicationTest {

    private final TestingAgent agent = new TestingAgent();

    @TempDir private Path directory;

    @Test
    void isDueAfterEveryIntervalOfAppliedUpdates() {
        WeightsPublication publication = publication(3);
        List<Long> due = new ArrayList<>();
        for (long applied = 0; applied < 8; applied++) {
            if (publication.due(applied)) {
                due.add(applied);
            }
        }
        assertThat(due).containsExactly(0L, 3L, 6L);
    }

    @Test
    void announcesAFileThatHoldsTheWeights() throws Exception {
        WeightsPublication publication = publication(1);
        publication.retire(new LogPosition("rollouts", 1, 7L));

        WeightsAnnouncement first = publication.publish(agent, 42, false).orElseThrow();

        assertThat(first.getPolicyId()).isEqualTo("student");
        assertThat(first.getUpdates()).isEqualTo(42);
        assertThat(new WeightsVersion(first.getVersion()).updates()).isEqualTo(42);
        assertThat(first.getRetired()).containsExactly(new LogPosition("rollouts", 1, 7L));
        assertThat(first.getFinished()).isFalse();
        PolicyWeights.Loaded loaded =
                PolicyWeights.read(first.getUri(), Optional.of(first.getSha256()));
        assertThat(loaded.weights().encode()).isEqualTo(agent.weights().encode());
        assertThat(publication.files()).containsExactly(first.getUri());
    }

    @Test
    void repeatsTheLastAnnouncementWithThePositionsRetiredSince() {
        WeightsPublication publication = publication(1);
        assertThat(publication.repeat(false)).isEmpty();
        WeightsAnnouncement first = publication.publish(agent, 1, false).orElseThrow();
        publication.retire(new LogPosition("rollouts", 0, 5L));
        publication.retire(null);

        WeightsAnnouncement repeated = publication.repeat(false).orElseThrow();

        assertThat(repeated)
                .isEqualTo(
                        WeightsAnnouncement.newBuilder(first)
                                .setRetired(List.of(new LogPosition("rollouts", 0, 5L)))
                                .build());
        assertThat(publication.last()).isEqualTo(repeated);
    }

    @Test
    void neverWritesWeightsThatAreNoNumbers() throws Exception {
        WeightsPublication publication = publication(1);
        agent.finite = false;
        assertThat(publication.publish(agent, 0, false)).isEmpty();
        assertThat(publication.publish(agent, 0, true)).isEmpty();
        assertThat(files()).isEmpty();

        agent.finite = true;
        WeightsAnnouncement good = publication.publish(agent, 1, false).orElseThrow();
        agent.finite = false;
        publication.retire(new LogPosition("rollouts", 0, 5L));
        assertThat(publication.publish(agent, 2, false)).isEmpty();

        assertThat(files()).hasSize(1);
        assertThat(publication.last()).isEqualTo(good);
        WeightsAnnouncement end = publication.publish(agent, 2, true).orElseThrow();
        assertThat(end.getUri()).isEqualTo(good.getUri());
        assertThat(end.getUpdates()).isEqualTo(1);
        assertThat(end.getFinished()).isTrue();
        assertThat(end.getRetired()).containsExactly(new LogPosition("rollouts", 0, 5L));
    }

    @Test
    void staysFinishedOnceItIs() {
        WeightsPublication publication = publication(1);
        publication.publish(agent, 1, true);

        assertThat(publication.repeat(false).orElseThrow().getFinished()).isTrue();
    }

    @Test
    void namesWeightsAnewAfterARestore() throws Exception {
        WeightsPublication before = publication(1);
        WeightsAnnouncement lost = before.publish(agent, 5, false).orElseThrow();

        WeightsPublication after =
                new WeightsPublication(
                        "student",
                        new WeightsDirectory(directory.toString(), 3),
                        1,
                        before.files(),
                        RetiredPositions.of(List.of(new LogPosition("rollouts", 0, 3L))));
        WeightsAnnouncement first = after.publish(agent, 5, false).orElseThrow();

        assertThat(first.getVersion()).isNotEqualTo(lost.getVersion());
        assertThat(first.getUpdates()).isEqualTo(5);
        assertThat(first.getRetired()).containsExactly(new LogPosition("rollouts", 0, 3L));
        assertThat(after.files()).containsExactly(lost.getUri(), first.getUri());
    }

    @Test
    void refusesAnIntervalOfNoUpdates() {
        assertThatThrownBy(() -> publication(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weights.publish-interval is 0, expected at least 1");
    }

    private WeightsPublication publication(int interval) {
        return new WeightsPublication(
                "student",
                new WeightsDirectory(directory.toString(), 3),
                interval,
                List.of(),
                new RetiredPositions());
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
