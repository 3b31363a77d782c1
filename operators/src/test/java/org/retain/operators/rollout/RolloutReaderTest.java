package org.retain.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Played;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.actor.TestingEnvironment;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.file.TestingFileSystem;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/** Tests for {@link RolloutReader} with real weights files. */
@Timeout(60)
class RolloutReaderTest {

    private static final VectorNetShape SHAPE =
            new VectorNetShape(TestingEnvironment.WIDTH, List.of(), 4, 5);

    @TempDir Path directory;

    private final TestingReaderContext context = new TestingReaderContext();
    private final TestingReaderOutput<Played> output = new TestingReaderOutput<>();

    private RolloutReader reader;

    @AfterEach
    void close() {
        TestingFileSystem.repair();
        if (reader != null) {
            reader.close();
        }
    }

    @Test
    void waitsForWeightsAndPlaysWhatIsGranted() throws Exception {
        start(null, false);
        grant(3, null, false);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);

        grant(0, announce(1, 1), false);
        awaitAndPlay();

        assertThat(segments()).hasSize(3);
        assertThat(versions()).containsOnly(1L);
        assertThat(context.getSentEvents()).last().isEqualTo(new StartedEvent(3));
    }

    @Test
    void initialWeightsPlayUntilTheLearnerHasSome() throws Exception {
        start(write(7), false);
        grant(2, null, false);
        play();
        assertThat(versions()).containsOnly(0L);

        grant(2, announce(5, 2), false);
        awaitAndPlay();

        assertThat(versions()).contains(5L);
        assertThat(segments()).hasSize(4);
    }

    @Test
    void aFileThatCannotBeReadLeavesTheOldWeights() throws Exception {
        start(write(7), false);
        grant(
                1,
                new GrantEvent.Weights(9, directory.resolve("no").toString(), "0".repeat(64), 1),
                false);
        awaitAndPlay();
        GrantEvent.Weights right = announce(10, 2);
        grant(1, new GrantEvent.Weights(10, right.uri(), "0".repeat(64), 2), false);
        awaitAndPlay();
        assertThat(versions()).containsOnly(0L);

        grant(1, new GrantEvent.Weights(10, right.uri(), right.sha256(), 3), false);
        awaitAndPlay();

        assertThat(versions()).contains(10L);
    }

    @Test
    void inLockStepSegmentsWaitForTheirWeights() throws Exception {
        start(write(7), false);
        GrantEvent.Weights weights = announce(3, 1);
        reader.handleSourceEvents(new GrantEvent(2, weights, true, false, 0, false));
        awaitAndPlay();

        assertThat(segments()).hasSize(2);
        assertThat(versions()).containsOnly(3L);
    }

    @Test
    void whenTheLearnerHasFinishedTheSegmentsUnderWayEndTheInput() throws Exception {
        start(write(7), false);
        grant(20, null, false);
        reader.pollNext(output);
        grant(0, null, true);

        InputStatus status = InputStatus.MORE_AVAILABLE;
        while (status == InputStatus.MORE_AVAILABLE) {
            status = reader.pollNext(output);
        }

        assertThat(status).isEqualTo(InputStatus.END_OF_INPUT);
        assertThat(segments()).hasSize(2);
    }

    @Test
    void aGrantThatComesAfterTheEndIsPlayedByNobody() throws Exception {
        start(write(7), false);
        grant(20, null, false);
        reader.pollNext(output);
        grant(0, null, true);
        grant(5, null, true);
        play();

        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
        assertThat(segments()).hasSize(2);
    }

    @Test
    void anErrorWhileWeightsAreLoadedFailsTheReader() throws Exception {
        start(write(7), false);
        String uri = TestingFileSystem.uri(Path.of(write(9)));
        TestingFileSystem.failReading(new NoClassDefFoundError("a class"));
        grant(1, new GrantEvent.Weights(9, uri, "0".repeat(64), 1), false);

        assertThatThrownBy(this::awaitAndPlay)
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessage("a class");
    }

    @Test
    void episodesAreNumberedOnAfterARestore() throws Exception {
        start(write(7), true);
        grant(30, null, false);
        play();
        List<RolloutSplit> splits = reader.snapshotState(1);
        List<Long> seeds = episodes().stream().map(Episode::getSeed).toList();
        reader.close();
        output.clearEmittedRecords();

        start(write(7), true, splits.get(0));
        grant(30, null, false);
        play();

        assertThat(seeds).isNotEmpty().doesNotHaveDuplicates();
        assertThat(episodes()).extracting(Episode::getSeed).doesNotContainAnyElementsOf(seeds);
    }

    @Test
    void initialWeightsThatAreMissingFailTheJobForGood() {
        assertThatThrownBy(() -> start(directory.resolve("no").toString(), false))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessageContaining("--rollout.initial-weights");
    }

    private void start(String initialWeights, boolean shortEpisodes) {
        start(initialWeights, shortEpisodes, new RolloutSplit(0, 0));
    }

    private void start(String initialWeights, boolean shortEpisodes, RolloutSplit split) {
        RolloutSettings settings =
                new RolloutSettings(
                        2,
                        4,
                        100,
                        0,
                        1,
                        initialWeights,
                        0,
                        1,
                        Duration.ZERO,
                        Duration.ofMillis(1),
                        false);
        reader =
                new RolloutReader(context, settings, new Environments(shortEpisodes ? 5 : 1 << 30));
        reader.addSplits(List.of(split));
        reader.start();
    }

    private void grant(long segments, GrantEvent.Weights weights, boolean finished) {
        reader.handleSourceEvents(new GrantEvent(segments, weights, false, finished, 0, false));
    }

    private String write(long seed) throws Exception {
        Path file = directory.resolve("w" + seed);
        PolicyWeights.random(SHAPE, seed).write(file.toString());
        return file.toString();
    }

    private GrantEvent.Weights announce(long version, long record) throws Exception {
        String uri = write(version);
        String sha256 = PolicyWeights.read(uri, Optional.empty()).sha256();
        assertThat(Files.exists(Path.of(uri))).isTrue();
        return new GrantEvent.Weights(version, uri, sha256, record);
    }

    private void play() throws Exception {
        while (reader.pollNext(output) == InputStatus.MORE_AVAILABLE) {}
    }

    /** Plays until the weights that were asked for are there or have failed, and to the end. */
    private void awaitAndPlay() throws Exception {
        while (reader.isLoading()) {
            reader.isAvailable().get(30, TimeUnit.SECONDS);
            reader.pollNext(output);
        }
        play();
    }

    private List<Segment> segments() {
        return output.getEmittedRecords().stream()
                .map(Played::getSegment)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Episode> episodes() {
        return output.getEmittedRecords().stream()
                .map(Played::getEpisode)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Long> versions() {
        return segments().stream()
                .flatMap(
                        segment ->
                                Arrays.stream(
                                                TensorPacking.unpackLongs(
                                                        segment.getBehaviour().getWeightsVersion()))
                                        .boxed())
                .toList();
    }

    /** Environments of the tests. */
    private record Environments(int longest) implements EnvironmentFactory {

        @Override
        public EnvironmentSpec spec() {
            return create(1).spec();
        }

        @Override
        public Environment create(int slots) {
            return TestingEnvironment.ofVectors(slots, longest, new ActionSpace.Discrete(5));
        }
    }
}
