package org.retain.operators.memory;

import java.io.Serializable;

/**
 * What a table may hold.
 *
 * @param capacity items at most, over all shards together
 * @param remover which item of a full table makes room
 */
record TableLimits(int capacity, Remover remover) implements Serializable {

    /** Items that a shard's table holds at most; over the shards they add up to the capacity. */
    int capacity(int shard, int shards) {
        long total = capacity;
        return (int) (total * (shard + 1) / shards - total * shard / shards);
    }
}
