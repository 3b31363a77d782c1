package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.retain.operators.random.CounterRandom;

/** Tests for {@link StratumSampler}. */
class StratumSamplerTest {

    private static final int DRAWS = 40_000;

    private final ShardHeader shard = shard(40, 10, 50);

    @Test
    void proportionalWeightsMakeAllItemsEquallyLikely() {
        long[] items = drawnItems(shard, "proportional");

        assertThat(items).hasSize(100);
        assertThat(TestingChiSquare.fitsUniform(items)).isTrue();
    }

    @Test
    void balancedWeightsMakeAllStrataEquallyLikely() {
        assertThat(TestingChiSquare.fitsUniform(drawnStrata(shard, "balanced"))).isTrue();
    }

    @Test
    void meetsExplicitWeights() {
        long[] strata = drawnStrata(shard, "0:0.5,2:1,*:2.5");

        assertThat(TestingChiSquare.fits(strata, 0.125, 0.625, 0.25)).isTrue();
        assertThat(TestingChiSquare.fitsUniform(strata)).isFalse();
    }

    @Test
    void drawsUniformlyWithinAStratum() {
        long[] items = drawnItems(shard, "0:1");

        assertThat(TestingChiSquare.fitsUniform(Arrays.copyOf(items, 40))).isTrue();
        assertThat(Arrays.copyOfRange(items, 40, 100)).containsOnly(0);
    }

    @Test
    void sharesTheWeightOfEmptyStrataAmongTheOthers() {
        ShardHeader withEmpty = shard(5, 0, 5);

        long[] strata = drawnStrata(withEmpty, "0:1,1:7,2:3");

        assertThat(strata[1]).isZero();
        assertThat(TestingChiSquare.fits(new long[] {strata[0], strata[2]}, 0.25, 0.75)).isTrue();
    }

    @Test
    void countsOnlyItemsThatADrawCanFallOn() {
        assertThat(sampler("proportional").drawable(shard.tables())).isEqualTo(100);
        assertThat(sampler("1:2,*:0").drawable(shard.tables())).isEqualTo(10);
        assertThat(sampler("7:1").drawable(shard.tables())).isZero();
    }

    @Property
    void drawsOnlyItemsThatExist(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 20) Integer> sizes,
            @ForAll @IntRange(min = -9, max = 9) int magnitude,
            @ForAll long seed) {
        ShardHeader any = shard(sizes.stream().mapToInt(size -> size).toArray());
        StratumSampler sampler = sampler("0:1e%d,*:1".formatted(magnitude));
        long drawable = sampler.drawable(any.tables());

        assertThat(drawable).isEqualTo(sizes.stream().mapToInt(size -> size).sum());
        for (int i = 0; i < 20 && drawable > 0; i++) {
            Slot slot = any.draw(sampler, new CounterRandom(seed));
            assertThat(slot.index()).isBetween(0, any.tables().get(slot.table()).items() - 1);
        }
        assertThat(any.draws()).isEqualTo(drawable > 0 ? 20 : 0);
    }

    @Test
    void drawsTheLastStratumWhenThePointLiesAtTheVeryEnd() {
        List<MemoryTable> tables = new ArrayList<>(shard.tables());

        Slot slot = sampler("balanced").draw(tables, new CounterRandom.Bits(-1, -1));

        assertThat(slot).isEqualTo(new Slot(2, 49));
    }

    private static long[] drawnStrata(ShardHeader shard, String weights) {
        StratumSampler sampler = sampler(weights);
        long[] strata = new long[shard.tables().size()];
        for (int i = 0; i < DRAWS; i++) {
            strata[shard.draw(sampler, new CounterRandom(5)).table()]++;
        }
        for (int i = 0; i < strata.length; i++) {
            assertThat(shard.tables().get(i).draws()).isEqualTo(strata[i]);
        }
        return strata;
    }

    private static long[] drawnItems(ShardHeader shard, String weights) {
        StratumSampler sampler = sampler(weights);
        int[] starts = new int[shard.tables().size() + 1];
        for (int i = 0; i < starts.length - 1; i++) {
            starts[i + 1] = starts[i] + shard.tables().get(i).items();
        }
        long[] items = new long[starts[starts.length - 1]];
        for (int i = 0; i < DRAWS; i++) {
            Slot slot = shard.draw(sampler, new CounterRandom(6));
            items[starts[slot.table()] + slot.index()]++;
        }
        return items;
    }

    private static StratumSampler sampler(String weights) {
        return new StratumSampler(StratumWeights.parse(weights));
    }

    private static ShardHeader shard(int... sizes) {
        ShardHeader shard = new ShardHeader(0, "");
        for (int stratum = 0; stratum < sizes.length; stratum++) {
            int table = shard.open(String.valueOf(stratum), "other", 100, 1_000);
            for (int i = 0; i < sizes[stratum]; i++) {
                shard.insert(table, Remover.FIFO, new CounterRandom(0));
            }
        }
        return shard;
    }
}
