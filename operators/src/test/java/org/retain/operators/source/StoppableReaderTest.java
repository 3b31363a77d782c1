package org.retain.operators.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

/** Tests for {@link StoppableReader}. */
class StoppableReaderTest {

    private static final NumberSequenceSplit SPLIT = new NumberSequenceSplit("split", 0, 9);

    private final IdleReader idle = new IdleReader();
    private final StoppableReader<Long, NumberSequenceSplit> reader = new StoppableReader<>(idle);
    private final TestingReaderOutput<Long> output = new TestingReaderOutput<>();

    @Test
    void wakesAnIdleTaskAndEndsItsInput() throws Exception {
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(available).isNotDone();

        reader.handleSourceEvents(new StopEvent());

        assertThat(available).isCompleted();
        assertThat(reader.isAvailable()).isCompleted();
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
        assertThat(idle.calls).containsExactly("poll");
    }

    @Test
    void becomesAvailableWhenTheReaderDoes() throws Exception {
        CompletableFuture<Void> first = reader.isAvailable();
        assertThat(reader.isAvailable()).isSameAs(first);
        idle.available.complete(null);

        assertThat(first).isCompleted();
        assertThat(reader.isAvailable()).isSameAs(idle.available);

        idle.available = new CompletableFuture<>();
        assertThat(reader.isAvailable()).isNotDone();
    }

    @Test
    void checkpointsGoOnAfterTheStop() throws Exception {
        reader.handleSourceEvents(new StopEvent());

        assertThat(reader.snapshotState(7)).containsExactly(SPLIT);
        reader.notifyCheckpointComplete(7);
        reader.notifyCheckpointAborted(8);

        assertThat(idle.calls).containsExactly("snapshot 7", "complete 7", "aborted 8");
    }

    @Test
    void passesEverythingElseOn() throws Exception {
        SourceEvent event = new SourceEvent() {};
        reader.start();
        reader.addSplits(List.of(SPLIT));
        reader.notifyNoMoreSplits();
        reader.handleSourceEvents(event);
        reader.pauseOrResumeSplits(List.of("a"), List.of("b"));
        reader.close();

        assertThat(idle.calls)
                .containsExactly(
                        "start",
                        "add " + List.of(SPLIT),
                        "no more splits",
                        "event " + event,
                        "pause [a] resume [b]",
                        "close");
    }

    /** A reader to which nothing ever comes. */
    private static final class IdleReader implements SourceReader<Long, NumberSequenceSplit> {

        private final List<String> calls = new ArrayList<>();

        private CompletableFuture<Void> available = new CompletableFuture<>();

        @Override
        public void start() {
            calls.add("start");
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            calls.add("poll");
            return InputStatus.NOTHING_AVAILABLE;
        }

        @Override
        public List<NumberSequenceSplit> snapshotState(long checkpointId) {
            calls.add("snapshot " + checkpointId);
            return List.of(SPLIT);
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return available;
        }

        @Override
        public void addSplits(List<NumberSequenceSplit> splits) {
            calls.add("add " + splits);
        }

        @Override
        public void notifyNoMoreSplits() {
            calls.add("no more splits");
        }

        @Override
        public void handleSourceEvents(SourceEvent event) {
            calls.add("event " + event);
        }

        @Override
        public void pauseOrResumeSplits(Collection<String> paused, Collection<String> resumed) {
            calls.add("pause %s resume %s".formatted(paused, resumed));
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            calls.add("complete " + checkpointId);
        }

        @Override
        public void notifyCheckpointAborted(long checkpointId) {
            calls.add("aborted " + checkpointId);
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
