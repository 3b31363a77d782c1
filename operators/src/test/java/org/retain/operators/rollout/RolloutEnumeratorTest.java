package org.retain.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link RolloutEnumerator}. */
class RolloutEnumeratorTest {

    private static final int LIMIT = 10;

    private final TestingLog log = new TestingLog();
    private final ManualClock clock = new ManualClock();

    private TestingSplitEnumeratorContext<RolloutSplit> context;
    private RolloutEnumerator enumerator;

    @BeforeEach
    void start() {
        enumerator = start(RolloutProgress.START, RolloutCreditsTest.settings(LIMIT, 0));
    }

    @Test
    void grantsNothingBeforeAllReadersHaveRegistered() throws Exception {
        register(0);
        look();
        assertThat(context.getSentEvents()).isEmpty();

        register(1);
        look();

        assertThat(granted(0)).isEqualTo(5);
        assertThat(granted(1)).isEqualTo(5);
    }

    @Test
    void grantsAgainOnlyWhatIsRetired() throws Exception {
        registerBoth();
        look();
        log.positions(10, -1);
        look();
        assertThat(granted(0) + granted(1)).isEqualTo(LIMIT);

        log.positions(10, 3);
        look();

        assertThat(granted(0) + granted(1)).isEqualTo(LIMIT + 4);
        assertThat(last(0).ahead()).isEqualTo(6);
    }

    @Test
    void countsAfreshOnceAllReadersAreBackAfterAReset() throws Exception {
        registerBoth();
        look();
        log.positions(4, -1);
        enumerator.addSplitsBack(List.of(), 0);
        enumerator.addSplitsBack(List.of(), 1);
        context.getSentEvents().clear();

        register(1);
        look();
        assertThat(context.getSentEvents()).isEmpty();
        register(0);
        look();

        assertThat(granted(0) + granted(1)).isEqualTo(LIMIT - 4);
    }

    @Test
    void aReaderThatComesTwiceIsAReset() throws Exception {
        registerBoth();
        look();
        context.getSentEvents().clear();

        register(0);
        look();
        assertThat(context.getSentEvents()).isEmpty();
        register(1);
        look();

        assertThat(granted(0) + granted(1)).isEqualTo(LIMIT);
    }

    @Test
    void tellsOfNewWeightsAndRepeatsNothing() throws Exception {
        registerBoth();
        look();
        log.announce(7, 3, false);
        look();
        look();

        assertThat(events(0)).hasSize(2);
        assertThat(last(0).weights())
                .isEqualTo(new GrantEvent.Weights(3, "file:/w3", "a".repeat(64), 7));
        assertThat(last(0).segments()).isZero();
    }

    @Test
    void aLearnerThatFinishesEndsTheRun() throws Exception {
        registerBoth();
        log.announce(7, 3, false);
        look();
        log.announce(8, 4, true);
        log.positions(10, 9);
        look();

        assertThat(last(0).finished()).isTrue();
        assertThat(last(1).finished()).isTrue();
        assertThat(granted(0) + granted(1)).isEqualTo(LIMIT);
    }

    @Test
    void aLearnerThatHadFinishedBeforeTheStartDoesNot() throws Exception {
        log.announce(7, 3, true);
        registerBoth();
        look();
        assertThat(last(0).finished()).isFalse();
        assertThat(last(0).weights()).isNull();

        RolloutProgress progress = enumerator.snapshotState(1);
        log.announce(8, 4, true);
        enumerator = start(progress, RolloutCreditsTest.settings(LIMIT, 0));
        registerBoth();
        look();

        assertThat(last(0).finished()).isTrue();
    }

    @Test
    void theTimeLimitCountsWhatWasPlayedBeforeARestore() throws Exception {
        RolloutSettings limited =
                new RolloutSettings(
                        2,
                        4,
                        LIMIT,
                        0,
                        1,
                        null,
                        0,
                        0,
                        Duration.ofMinutes(2),
                        Duration.ofMillis(1),
                        false);
        enumerator = start(RolloutProgress.START, limited);
        clock.advanceTime(Duration.ofSeconds(100));
        RolloutProgress progress = enumerator.snapshotState(1);
        enumerator = start(progress, limited);
        registerBoth();
        look();
        assertThat(last(0).finished()).isFalse();

        clock.advanceTime(Duration.ofSeconds(20));
        look();

        assertThat(last(0).finished()).isTrue();
    }

    @Test
    void saysThatItPausesWhileTheLearnerIsSilentAndNothingIsLeftToPlay() throws Exception {
        registerBoth();
        log.announce(7, 3, false);
        look();
        log.positions(10, -1);
        look();
        assertThat(last(0).paused()).isFalse();

        clock.advanceTime(Duration.ofSeconds(11));
        look();
        assertThat(last(0).paused()).isTrue();

        log.announce(8, 3, false);
        look();
        assertThat(last(0).paused()).isFalse();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAskedAgain() throws Exception {
        registerBoth();
        log.fail(new IllegalStateException("no broker"));
        look();
        assertThat(context.getSentEvents()).isEmpty();

        log.fail(null);
        look();

        assertThat(granted(0) + granted(1)).isEqualTo(LIMIT);
    }

    @Test
    void givesEachActorAnIndexOfItsOwnAndSplitsBackFirst() throws Exception {
        registerBoth();
        enumerator.handleSplitRequest(0, "host");
        enumerator.handleSplitRequest(1, "host");
        enumerator.addSplitsBack(List.of(new RolloutSplit(0, 17)), 0);
        RolloutProgress progress = enumerator.snapshotState(1);
        RolloutProgressSerializer serializer = new RolloutProgressSerializer();

        RolloutProgress restored =
                serializer.deserialize(serializer.getVersion(), serializer.serialize(progress));

        assertThat(restored).isEqualTo(progress);
        assertThat(restored.nextIndex()).isEqualTo(2);
        assertThat(restored.unassigned()).containsExactly(new RolloutSplit(0, 17));
    }

    @Test
    void closesALogThatIsOpenedWhileItIsClosed() {
        enumerator =
                start(
                        RolloutProgress.START,
                        RolloutCreditsTest.settings(LIMIT, 0),
                        () -> {
                            enumerator.close();
                            return log;
                        });

        context.getExecutorService().triggerPeriodicScheduledTasks();

        assertThat(log.isClosed()).isTrue();
    }

    @Test
    void closingClosesTheLog() throws Exception {
        look();
        enumerator.close();

        assertThat(log.isClosed()).isTrue();
    }

    private RolloutEnumerator start(RolloutProgress progress, RolloutSettings settings) {
        return start(progress, settings, () -> log);
    }

    private RolloutEnumerator start(
            RolloutProgress progress, RolloutSettings settings, RolloutLog.Opener opener) {
        context = new TestingSplitEnumeratorContext<>(2);
        RolloutEnumerator made =
                new RolloutEnumerator(context, settings, opener, "student", progress, clock);
        made.start();
        return made;
    }

    private void registerBoth() {
        register(0);
        register(1);
    }

    private void register(int reader) {
        if (!context.registeredReaders().containsKey(reader)) {
            context.registerReader(reader, "host");
        }
        enumerator.addReader(reader);
    }

    private void look() throws Exception {
        context.getExecutorService().triggerPeriodicScheduledTasks();
        context.triggerAllActions();
    }

    private List<GrantEvent> events(int reader) {
        return context.getSentEvents().getOrDefault(reader, List.of()).stream()
                .map(GrantEvent.class::cast)
                .toList();
    }

    private GrantEvent last(int reader) {
        return events(reader).get(events(reader).size() - 1);
    }

    private long granted(int reader) {
        return events(reader).stream().mapToLong(GrantEvent::segments).sum();
    }
}
