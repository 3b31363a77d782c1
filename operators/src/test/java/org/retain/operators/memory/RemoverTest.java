package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retain.operators.random.CounterRandom;

/** Tests for {@link Remover} through {@link MemoryTable}. */
class RemoverTest {

    private static final int CAPACITY = 10;
    private static final int INSERTS = 100;
    private static final int RUNS = 40_000;

    @Test
    void reservoirHoldsEverySegmentWithTheSameProbability() {
        long[] held = timesHeld(Remover.RESERVOIR, RUNS);

        // Each run holds a sample without replacement, which varies less than independent draws.
        double correction = (1 - 1.0 / INSERTS) / (1 - (double) CAPACITY / INSERTS);
        double statistic = correction * TestingChiSquare.statistic(held, uniform());
        assertThat(statistic).isLessThan(TestingChiSquare.limit(INSERTS - 1));
        assertThat(LongStream.of(held).sum()).isEqualTo((long) RUNS * CAPACITY);
    }

    @ParameterizedTest
    @EnumSource(value = Remover.class, mode = EnumSource.Mode.EXCLUDE, names = "RESERVOIR")
    void onlyTheReservoirIsUniform(Remover remover) {
        assertThat(TestingChiSquare.fitsUniform(timesHeld(remover, 100))).isFalse();
    }

    @Test
    void fifoHoldsTheNewest() {
        assertThat(held(Remover.FIFO, 0))
                .containsExactlyInAnyOrder(90, 91, 92, 93, 94, 95, 96, 97, 98, 99);
    }

    @Test
    void keepForeverHoldsTheFirst() {
        assertThat(held(Remover.KEEP_FOREVER, 0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @ParameterizedTest
    @EnumSource
    void fillsAnEmptyTableSlotBySlot(Remover remover) {
        MemoryTable table = new MemoryTable("all", CAPACITY);

        for (int i = 0; i < CAPACITY; i++) {
            assertThat(table.insert(remover, new CounterRandom.Bits(-1, -1))).isEqualTo(i);
            assertThat(table.items()).isEqualTo(i + 1);
        }
        assertThat(table.evicted()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void countsEveryInsertOnce(Remover remover) {
        ShardHeader shard = new ShardHeader(0, "");
        int index = shard.open("all", "other", 1, CAPACITY);
        long turnedAway = 0;
        for (int i = 0; i < INSERTS; i++) {
            int slot = shard.insert(index, remover, new CounterRandom(3));
            turnedAway += slot == Remover.TURNED_AWAY ? 1 : 0;
        }

        MemoryTable table = shard.tables().get(index);
        assertThat(table.inserts()).isEqualTo(INSERTS);
        assertThat(table.items()).isEqualTo(CAPACITY);
        assertThat(table.items() + table.evicted() + turnedAway).isEqualTo(INSERTS);
    }

    private static long[] timesHeld(Remover remover, int runs) {
        long[] held = new long[INSERTS];
        for (int run = 0; run < runs; run++) {
            for (int segment : held(remover, run)) {
                held[segment]++;
            }
        }
        return held;
    }

    private static int[] held(Remover remover, int shardNumber) {
        ShardHeader shard = new ShardHeader(shardNumber, "");
        CounterRandom random = new CounterRandom(11);
        int[] slots = new int[CAPACITY];
        int table = shard.open("all", "other", 1, CAPACITY);
        for (int segment = 0; segment < INSERTS; segment++) {
            int slot = shard.insert(table, remover, random);
            if (slot != Remover.TURNED_AWAY) {
                slots[slot] = segment;
            }
        }
        return slots;
    }

    private static double[] uniform() {
        double[] probabilities = new double[INSERTS];
        Arrays.fill(probabilities, 1.0 / INSERTS);
        return probabilities;
    }
}
