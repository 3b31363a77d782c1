package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.datasets.episode.TestingEpisodes.comparable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.Episode;

/** Tests for {@link EpisodeReader}, {@link EpisodeEnumerator} and their state. */
class EpisodeReaderTest {

    private static final int EPISODES = 12;

    private final TestingReaderContext context = new TestingReaderContext();
    private final TestingReaderOutput<Episode> output = new TestingReaderOutput<>();

    @TempDir private Path directory;

    @Test
    void asksForOneEpisodeForEachFreeSlot() throws Exception {
        try (EpisodeReader reader = reader(3)) {
            reader.addSplits(splits().subList(0, 1));
            reader.start();
            assertThat(context.getNumSplitRequests()).isEqualTo(2);

            int polls = 0;
            while (output.getEmittedRecords().isEmpty()) {
                assertThat(context.getNumSplitRequests()).isEqualTo(2);
                reader.pollNext(output);
                polls++;
            }

            assertThat(polls).isEqualTo(1 + 35);
            assertThat(context.getNumSplitRequests()).isEqualTo(3);
        }
    }

    @Test
    void waitsForEpisodesAndEndsOnlyWhenNoneIsUnderWayOrToCome() throws Exception {
        try (EpisodeReader reader = reader(2)) {
            reader.start();
            assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
            assertThat(reader.isAvailable()).isNotDone();

            // Seed 40 has one step, seed 41 two.
            reader.addSplits(splits().subList(5, 7));
            reader.notifyNoMoreSplits();

            assertThat(reader.isAvailable()).isDone();
            assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
            assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
            assertThat(output.getEmittedRecords()).extracting(Episode::getNumber).hasSize(2);
        }
    }

    @Test
    void waitsAgainWhenTheListGoesOnAfterItsEpisodesHaveEnded() throws Exception {
        try (EpisodeReader reader = reader(2)) {
            reader.start();
            reader.addSplits(splits().subList(5, 6));

            assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
            assertThat(reader.isAvailable()).isNotDone();
            assertThat(reader.snapshotState(1)).isEmpty();
        }
    }

    @Test
    void theSameSeedGivesTheSameEpisodeInAnySlotAndCompany() throws Exception {
        List<Episode> alone = playAll(1);
        List<Episode> together = playAll(5);

        assertThat(alone).extracting(Episode::getSteps).contains(1L, 40L);
        assertThat(alone).extracting(Episode::getSeed).doesNotHaveDuplicates();
        assertThat(comparable(together)).isEqualTo(comparable(alone));
    }

    @Test
    void whereverItStopsARestoredReaderMakesUpTheWholeList() throws Exception {
        List<Episode> calm = playAll(4);
        for (int polls : List.of(0, 1, 7, 38, 41, 44)) {
            TestingReaderOutput<Episode> before = new TestingReaderOutput<>();
            List<EpisodeSplit> state;
            try (EpisodeReader reader = reader(4)) {
                reader.addSplits(splits());
                for (int i = 0; i < polls; i++) {
                    reader.pollNext(before);
                }
                state = serialised(reader.snapshotState(1));
                // What comes after the checkpoint is lost with the failure.
                reader.pollNext(new TestingReaderOutput<>());
            }
            TestingReaderOutput<Episode> after = new TestingReaderOutput<>();
            try (EpisodeReader reader = reader(4)) {
                finish(reader, state, after);
            }

            List<Episode> rows = new ArrayList<>(before.getEmittedRecords());
            rows.addAll(after.getEmittedRecords());
            assertThat(comparable(sorted(rows)))
                    .as("after %d polls", polls)
                    .isEqualTo(comparable(calm));
        }
    }

    @Test
    void episodesLostWithTheirWorkerBeginAnew() throws Exception {
        List<Episode> calm = playAll(3);

        List<Episode> lossy = playAll(3, 5);

        assertThat(comparable(lossy)).isEqualTo(comparable(calm));
        assertThat(lossy).extracting(Episode::getEnding).doesNotContain("worker-lost");
    }

    @Test
    void anEpisodeThatIsAlwaysLostCountsAsItStands() throws Exception {
        List<Episode> rows = playAll(1, 1000);

        assertThat(rows).hasSize(EPISODES);
        assertThat(rows).extracting(Episode::getEnding).containsOnly("worker-lost");
    }

    @Test
    void wrongWeightsAreNotTriedAgain() throws Exception {
        EvaluateSettings good = TestingEpisodeList.settings(directory, 2, 1);
        EvaluateSettings bad =
                new EvaluateSettings(
                        good.weights(), "ab".repeat(32), good.output(), good.seeds(), 1, 1);
        try (EpisodeReader reader = new EpisodeReader(context, bad, new TestingEpisodeList(0))) {
            reader.addSplits(splits());

            assertThatThrownBy(() -> reader.pollNext(output))
                    .isInstanceOf(SuppressRestartsException.class)
                    .cause()
                    .hasMessageContaining("has SHA-256");
        }
    }

    @Test
    void enumeratorGivesOutEachEpisodeOnceAndThoseThatComeBackAgain() throws Exception {
        TestingSplitEnumeratorContext<EpisodeSplit> coordinator =
                new TestingSplitEnumeratorContext<>(2);
        coordinator.registerReader(0, "host");
        coordinator.registerReader(1, "host");
        EpisodeSource source = source(2);
        SplitEnumerator<EpisodeSplit, List<EpisodeSplit>> enumerator =
                source.createEnumerator(coordinator);
        for (int i = 0; i < EPISODES - 2; i++) {
            enumerator.handleSplitRequest(i % 2, "host");
        }

        byte[] state =
                source.getEnumeratorCheckpointSerializer().serialize(enumerator.snapshotState(1));
        SplitEnumerator<EpisodeSplit, List<EpisodeSplit>> restored =
                source.restoreEnumerator(
                        coordinator,
                        source.getEnumeratorCheckpointSerializer().deserialize(1, state));
        restored.addSplitsBack(splits().subList(0, 1), 0);
        for (int i = 0; i < 4; i++) {
            restored.handleSplitRequest(1, "host");
        }

        Set<EpisodeSplit> given = new HashSet<>();
        coordinator
                .getSplitAssignments()
                .values()
                .forEach(assigned -> given.addAll(assigned.getAssignedSplits()));
        assertThat(given).containsExactlyInAnyOrderElementsOf(splits());
        assertThat(coordinator.getSplitAssignments().get(1).hasReceivedNoMoreSplitsSignal())
                .isTrue();
        assertThat(restored.snapshotState(2)).isEmpty();
    }

    private List<Episode> playAll(int slots) throws Exception {
        return playAll(slots, 0);
    }

    private List<Episode> playAll(int slots, int losses) throws Exception {
        TestingReaderOutput<Episode> rows = new TestingReaderOutput<>();
        try (EpisodeReader reader =
                new EpisodeReader(
                        context,
                        TestingEpisodeList.settings(directory, EPISODES, slots),
                        new TestingEpisodeList(losses))) {
            finish(reader, splits(), rows);
        }
        return sorted(rows.getEmittedRecords());
    }

    private static void finish(
            EpisodeReader reader, List<EpisodeSplit> splits, TestingReaderOutput<Episode> rows)
            throws Exception {
        reader.addSplits(splits);
        reader.start();
        reader.notifyNoMoreSplits();
        InputStatus status = InputStatus.MORE_AVAILABLE;
        while (status == InputStatus.MORE_AVAILABLE) {
            status = reader.pollNext(rows);
        }
        assertThat(status).isEqualTo(InputStatus.END_OF_INPUT);
    }

    private static List<EpisodeSplit> serialised(List<EpisodeSplit> splits) throws Exception {
        EpisodeSplitSerializer serializer = new EpisodeSplitSerializer();
        List<EpisodeSplit> copies = new ArrayList<>();
        for (EpisodeSplit split : splits) {
            copies.add(
                    serializer.deserialize(serializer.getVersion(), serializer.serialize(split)));
        }
        return copies;
    }

    private static List<Episode> sorted(List<Episode> episodes) {
        return episodes.stream().sorted(Comparator.comparing(Episode::getNumber)).toList();
    }

    private static List<EpisodeSplit> splits() {
        List<EpisodeSplit> splits = new ArrayList<>();
        for (int number = 0; number < EPISODES; number++) {
            splits.add(new EpisodeSplit(number, 35 + number));
        }
        return splits;
    }

    private EpisodeReader reader(int slots) throws Exception {
        return (EpisodeReader) source(slots).createReader(context);
    }

    private EpisodeSource source(int slots) throws Exception {
        return new EpisodeSource(
                TestingEpisodeList.settings(directory, EPISODES, slots), new TestingEpisodeList(0));
    }
}
