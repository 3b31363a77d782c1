package org.retain.operators.memory;

import org.retain.operators.random.CounterRandom;

/**
 * Which item of a full table makes room for a new one. A table that is not full takes every item.
 */
public enum Remover {
    /**
     * Every item ever offered is equally likely to be held: Vitter, "Random Sampling with a
     * Reservoir" (ACM TOMS 11, 1985), algorithm R.
     */
    RESERVOIR("reservoir") {
        @Override
        int replaced(long inserts, int capacity, CounterRandom.Bits bits) {
            long slot = bits.firstBelow(inserts + 1);
            return slot < capacity ? (int) slot : TURNED_AWAY;
        }
    },
    /** The oldest item leaves: the table holds the newest. */
    FIFO("fifo") {
        @Override
        int replaced(long inserts, int capacity, CounterRandom.Bits bits) {
            return (int) (inserts % capacity);
        }
    },
    /** No item ever leaves: the table holds the first. */
    KEEP_FOREVER("keep-forever") {
        @Override
        int replaced(long inserts, int capacity, CounterRandom.Bits bits) {
            return TURNED_AWAY;
        }
    };

    static final int TURNED_AWAY = -1;

    private final String text;

    Remover(String text) {
        this.text = text;
    }

    /**
     * The slot of the item that a full table gives up, or {@link #TURNED_AWAY}.
     *
     * @param inserts items offered to the table before this one, at least its capacity
     * @param bits random bits of this insert
     */
    abstract int replaced(long inserts, int capacity, CounterRandom.Bits bits);

    @Override
    public String toString() {
        return text;
    }
}
