package org.retain.operators.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link StoppableEnumerator}. */
class StoppableEnumeratorTest {

    private final TestingSplitEnumeratorContext<NumberSequenceSplit> context =
            new TestingSplitEnumeratorContext<>(3);

    @TempDir Path directory;

    private StopFile file;
    private StoppableSource<Long, NumberSequenceSplit, Collection<NumberSequenceSplit>> source;
    private SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> enumerator;

    @BeforeEach
    void start() throws Exception {
        file = new StopFile(directory.toString());
        source = new StoppableSource<>(new NumberSequenceSource(0, 99), file, Duration.ofMillis(1));
        enumerator = source.createEnumerator(context);
        enumerator.start();
        register(0);
        register(1);
    }

    @Test
    void tellsTheReadersThatAreThereAndThoseThatComeLater() throws Exception {
        look();
        assertThat(context.getSentEvents()).isEmpty();

        file.write("enough");
        look();
        look();

        assertThat(context.getSentEvents())
                .containsOnly(
                        Map.entry(0, List.of(new StopEvent())),
                        Map.entry(1, List.of(new StopEvent())));

        register(2);

        assertThat(context.getSentEvents()).containsEntry(2, List.of(new StopEvent()));
    }

    @Test
    void tellsAReaderAgainThatComesBackAfterAFailure() throws Exception {
        file.write("enough");
        look();
        enumerator.addReader(1);

        assertThat(context.getSentEvents().get(1))
                .containsExactly(new StopEvent(), new StopEvent());
    }

    @Test
    void looksAgainAfterAFileThatCannotBeRead() throws Exception {
        Files.createDirectory(directory.resolve(StopFile.NAME));
        look();
        assertThat(context.getSentEvents()).isEmpty();

        Files.delete(directory.resolve(StopFile.NAME));
        file.write("enough");
        look();

        assertThat(context.getSentEvents()).hasSize(2);
    }

    @Test
    void assignsAndCheckpointsSplitsAsTheSourceDoes() throws Exception {
        enumerator.handleSplitRequest(0, "host");
        NumberSequenceSplit assigned =
                context.getSplitAssignments().get(0).getAssignedSplits().get(0);
        Collection<NumberSequenceSplit> rest = List.copyOf(enumerator.snapshotState(1));
        assertThat(rest).hasSize(2).doesNotContain(assigned);

        enumerator.addSplitsBack(List.of(assigned), 0);
        assertThat(enumerator.snapshotState(2)).hasSize(3).contains(assigned);

        byte[] bytes = source.getEnumeratorCheckpointSerializer().serialize(rest);
        var restored =
                source.restoreEnumerator(
                        new TestingSplitEnumeratorContext<>(3),
                        source.getEnumeratorCheckpointSerializer()
                                .deserialize(
                                        source.getEnumeratorCheckpointSerializer().getVersion(),
                                        bytes));
        assertThat(restored.snapshotState(3)).hasSize(2);
    }

    private void register(int subtask) {
        context.registerReader(subtask, "host");
        enumerator.addReader(subtask);
    }

    private void look() {
        context.getExecutorService().triggerPeriodicScheduledTasks();
        context.triggerAllActions();
    }
}
