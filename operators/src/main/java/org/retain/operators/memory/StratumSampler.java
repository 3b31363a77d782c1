package org.retain.operators.memory;

import java.io.Serializable;
import java.util.List;
import org.retain.operators.random.CounterRandom;

/** Draws an item of a shard: first a stratum by its weight, then an item of it uniformly. */
final class StratumSampler implements Serializable {

    private static final long serialVersionUID = 1L;

    private final StratumWeights weights;

    StratumSampler(StratumWeights weights) {
        this.weights = weights;
    }

    /**
     * Items that a draw can fall on: those of strata that weigh more than 0. Never falls, because
     * tables never shrink.
     */
    long drawable(List<MemoryTable> tables) {
        long drawable = 0;
        for (MemoryTable table : tables) {
            drawable += weight(table) > 0 ? table.items() : 0;
        }
        return drawable;
    }

    /** Draws one item and counts the draw; at least one item must be drawable. */
    Slot draw(List<MemoryTable> tables, CounterRandom.Bits bits) {
        double total = 0;
        for (MemoryTable table : tables) {
            total += weight(table);
        }
        double point = bits.firstUnit() * total;
        int chosen = -1;
        for (int i = 0; i < tables.size() && point >= 0; i++) {
            double weight = weight(tables.get(i));
            // Rounding may leave a point beyond the last table: the last drawable one stays chosen.
            if (weight > 0) {
                chosen = i;
                point = point < weight ? -1 : point - weight;
            }
        }
        return new Slot(chosen, tables.get(chosen).draw(bits));
    }

    private double weight(MemoryTable table) {
        return weights.weight(table.stratum(), table.items());
    }
}
