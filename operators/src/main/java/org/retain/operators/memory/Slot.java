package org.retain.operators.memory;

/** The place of an item within its shard. */
record Slot(int table, int index) {

    /** The place as one number, distinct for each slot of a shard. */
    long key() {
        return (long) table << 32 | index;
    }
}
