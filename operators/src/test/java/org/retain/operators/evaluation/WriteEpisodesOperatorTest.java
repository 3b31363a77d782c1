package org.retain.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.retain.datasets.episode.TestingEpisodes.scored;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.parquet.EpisodeParquet;

class WriteEpisodesOperatorTest {

    private static final Map<String, String> LINEAGE = Map.of("weights", "w");

    @TempDir private Path directory;

    @Test
    void writesRowsFromBeforeAndAfterAFailureInOrderOfTheirNumbers() throws Exception {
        OperatorSubtaskState state;
        try (OneInputStreamOperatorTestHarness<Episode, Long> harness = harness()) {
            harness.open();
            harness.processElement(scored(2, 5, 1), 0);
            state = harness.snapshot(1, 0);
            harness.processElement(scored(0, 6, 1), 0);
            assertThat(EpisodeFile.read(directory.toString())).isEmpty();
        }
        try (OneInputStreamOperatorTestHarness<Episode, Long> harness = harness()) {
            harness.initializeState(state);
            harness.open();
            harness.processElement(scored(1, 7, 1), 0);
            harness.processElement(scored(0, 6, 1), 0);
            harness.endInput();
            assertThat(harness.extractOutputValues()).containsExactly(3L);
        }

        assertThat(EpisodeFile.read(directory.toString()))
                .contains(
                        new EpisodeParquet(
                                List.of(scored(0, 6, 1), scored(1, 7, 1), scored(2, 5, 1)),
                                LINEAGE));
    }

    @Test
    void refusesAnEpisodeThatComesTwiceAndAnInputThatIsNotWhole() throws Exception {
        try (OneInputStreamOperatorTestHarness<Episode, Long> harness = harness()) {
            harness.open();
            harness.processElement(scored(0, 6, 1), 0);

            assertThatThrownBy(() -> harness.processElement(scored(0, 6, 1), 0))
                    .hasMessageContaining("Episode 0 came twice");
            assertThatThrownBy(harness::endInput)
                    .hasMessageContaining("ended with 1 episodes, expected 3");
        }
        assertThat(EpisodeFile.read(directory.toString())).isEmpty();
    }

    private OneInputStreamOperatorTestHarness<Episode, Long> harness() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new WriteEpisodesOperator(directory.toString(), 3, LINEAGE),
                new AvroTypeInfo<>(Episode.class).createSerializer(new SerializerConfigImpl()));
    }
}
