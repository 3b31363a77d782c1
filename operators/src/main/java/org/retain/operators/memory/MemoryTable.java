package org.retain.operators.memory;

import org.retain.operators.random.CounterRandom;

/** Book-keeping of one table: a stratum's items within one shard. The items lie elsewhere. */
final class MemoryTable {

    private final String stratum;
    private final int capacity;
    private long inserts;
    private long evicted;
    private long draws;

    MemoryTable(String stratum, int capacity) {
        this(stratum, capacity, 0, 0, 0);
    }

    MemoryTable(String stratum, int capacity, long inserts, long evicted, long draws) {
        this.stratum = stratum;
        this.capacity = capacity;
        this.inserts = inserts;
        this.evicted = evicted;
        this.draws = draws;
    }

    MemoryTable copy() {
        return new MemoryTable(stratum, capacity, inserts, evicted, draws);
    }

    /**
     * Offers one more item.
     *
     * @return the slot to write it to, or {@link Remover#TURNED_AWAY}
     */
    int insert(Remover remover, CounterRandom.Bits bits) {
        int slot = inserts < capacity ? (int) inserts : remover.replaced(inserts, capacity, bits);
        if (inserts >= capacity && slot != Remover.TURNED_AWAY) {
            evicted++;
        }
        inserts++;
        return slot;
    }

    /** Draws an item, each with the same probability; the table must hold one. */
    int draw(CounterRandom.Bits bits) {
        draws++;
        return (int) bits.secondBelow(items());
    }

    String stratum() {
        return stratum;
    }

    int capacity() {
        return capacity;
    }

    /** Items held: they fill the slots from 0 without gaps. */
    int items() {
        return (int) Math.min(inserts, capacity);
    }

    /** Items ever offered. */
    long inserts() {
        return inserts;
    }

    /** Items replaced by later ones. */
    long evicted() {
        return evicted;
    }

    /** Draws made. */
    long draws() {
        return draws;
    }
}
