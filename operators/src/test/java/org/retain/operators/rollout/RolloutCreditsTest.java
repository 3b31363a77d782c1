package org.retain.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tests for {@link RolloutCredits}. */
class RolloutCreditsTest {

    private static final int PARTITIONS = 3;

    @Property(tries = 200)
    void whatIsNotRetiredNeverExceedsTheLimitAndPlayNeverStops(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int maxAhead,
            @ForAll @IntRange(min = 1, max = 4) int readers) {
        Random random = new Random(seed);
        World world = new World(maxAhead, 0, readers, random);
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(4)) {
                case 0 -> world.look();
                case 1 -> world.grant();
                case 2 -> world.play(random.nextInt(readers));
                default -> world.retire(random.nextInt(PARTITIONS), 1 + random.nextInt(3));
            }
            assertThat(world.notRetired() + world.unwritten()).isLessThanOrEqualTo(maxAhead);
        }

        long before = world.written();
        world.retireAll();
        world.look();
        world.grant();
        world.playAll();

        assertThat(world.written() - before).isEqualTo(maxAhead);
    }

    @Property(tries = 100)
    void inLockStepABatchIsFilledUpAndTheNextComesOnceAllIsRetired(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int batch) {
        Random random = new Random(seed);
        World world = new World(1000, batch, 2, random);
        int left = random.nextInt(batch);
        world.write(left);
        world.begin();

        world.look();
        world.grant();
        assertThat(world.unwritten()).isEqualTo(batch - left);
        world.play(0);
        world.look();
        world.grant();
        assertThat(world.notRetired() + world.unwritten())
                .as("nothing more before the batch is whole")
                .isEqualTo(batch);
        world.playAll();
        world.look();
        world.grant();
        assertThat(world.unwritten()).as("nothing more before all is retired").isZero();

        world.retireAll();
        world.look();
        world.grant();
        assertThat(world.unwritten()).isEqualTo(batch);
    }

    @Test
    void aSlowReaderHoardsNothing() {
        RolloutCredits credits = new RolloutCredits(settings(12, 0), 2);
        credits.start(positions(0, 0, -1));
        assertThat(credits.grant(positions(0, 0, -1))).containsExactly(6, 6);

        credits.started(0, 6);
        credits.started(1, 1);

        assertThat(credits.grant(positions(0, 7, 6))).containsExactly(6, 1);
    }

    @Test
    void recordsThatTheBrokerHasDeletedAreWaitedForByNobody() {
        RolloutCredits credits = new RolloutCredits(settings(10, 0), 1);
        credits.start(positions(95, 100, -1));

        assertThat(credits.grant(positions(95, 100, -1))).containsExactly(5);
        assertThat(credits.ahead()).isEqualTo(5);
    }

    @Test
    void aLearnerThatGoesBackIsCaughtUpWithBeforeMoreIsGranted() {
        RolloutCredits credits = new RolloutCredits(settings(10, 0), 1);
        credits.start(positions(0, 50, 49));
        assertThat(credits.grant(positions(0, 50, 49))).containsExactly(10);

        assertThat(credits.grant(positions(0, 60, 29))).containsExactly(0);
        assertThat(credits.ahead()).isEqualTo(30);
        assertThat(credits.isExhausted()).isTrue();
        assertThat(credits.grant(positions(0, 60, 52))).containsExactly(3);
        assertThat(credits.isExhausted()).isFalse();
    }

    @Test
    void nothingIsGrantedBetweenAResetAndTheNextStart() {
        RolloutCredits credits = new RolloutCredits(settings(10, 0), 1);
        credits.start(positions(0, 0, -1));
        credits.grant(positions(0, 0, -1));

        credits.stop();
        assertThatThrownBy(() -> credits.grant(positions(0, 3, -1)))
                .isInstanceOf(IllegalStateException.class);

        credits.start(positions(0, 3, -1));
        assertThat(credits.grant(positions(0, 3, -1))).containsExactly(7);
    }

    static RolloutSettings settings(int maxAhead, int batch) {
        return new RolloutSettings(
                2, 4, maxAhead, batch, 1, null, 0, 0, Duration.ZERO, Duration.ofMillis(1), false);
    }

    static LogPositions positions(long begin, long end, long retired) {
        return new LogPositions(Map.of(0, new LogPositions.Partition(begin, end, retired)));
    }

    /** Readers that play what they are granted, and a log, of which an old state may be seen. */
    private static final class World {

        private final RolloutCredits credits;
        private final Random random;
        private final long[] ends = new long[PARTITIONS];
        private final long[] retired = new long[PARTITIONS];
        private final long[] held;
        private final long[] started;

        private LogPositions seen;

        World(int maxAhead, int batch, int readers, Random random) {
            credits = new RolloutCredits(settings(maxAhead, batch), readers);
            this.random = random;
            held = new long[readers];
            started = new long[readers];
            Arrays.fill(retired, -1);
            begin();
        }

        void begin() {
            look();
            credits.start(seen);
        }

        void look() {
            Map<Integer, LogPositions.Partition> partitions = new HashMap<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.put(i, new LogPositions.Partition(0, ends[i], retired[i]));
            }
            seen = new LogPositions(partitions);
        }

        void grant() {
            long[] more = credits.grant(seen);
            for (int reader = 0; reader < held.length; reader++) {
                held[reader] += more[reader];
            }
        }

        void play(int reader) {
            if (held[reader] > 0) {
                held[reader]--;
                credits.started(reader, ++started[reader]);
                write(1);
            }
        }

        void playAll() {
            for (int reader = 0; reader < held.length; reader++) {
                while (held[reader] > 0) {
                    play(reader);
                }
            }
        }

        void write(int records) {
            for (int i = 0; i < records; i++) {
                ends[random.nextInt(PARTITIONS)]++;
            }
        }

        void retire(int partition, int records) {
            retired[partition] = Math.min(ends[partition] - 1, retired[partition] + records);
        }

        void retireAll() {
            for (int i = 0; i < PARTITIONS; i++) {
                retired[i] = ends[i] - 1;
            }
        }

        long written() {
            return Arrays.stream(ends).sum();
        }

        long notRetired() {
            long count = 0;
            for (int i = 0; i < PARTITIONS; i++) {
                count += ends[i] - retired[i] - 1;
            }
            return count;
        }

        long unwritten() {
            return Arrays.stream(held).sum();
        }
    }
}
