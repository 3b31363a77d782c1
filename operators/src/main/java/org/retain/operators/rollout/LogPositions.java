package org.retain.operators.rollout;

import java.util.Map;

/**
 * How far the rollouts topic is written and retired.
 *
 * @param partitions by number
 */
record LogPositions(Map<Integer, Partition> partitions) {

    /**
     * One partition.
     *
     * @param begin offset of the oldest record that is still there
     * @param end offset that the next record gets
     * @param retired highest retired offset; -1 for none
     */
    record Partition(long begin, long end, long retired) {

        /**
         * Records that are there and not retired; those that the broker deleted are lost to all.
         */
        long ahead() {
            return Math.max(0, end - Math.max(begin, retired + 1));
        }
    }

    /** Segments that are not retired. */
    long ahead() {
        return partitions.values().stream().mapToLong(Partition::ahead).sum();
    }

    /** Records ever written. */
    long written() {
        return partitions.values().stream().mapToLong(Partition::end).sum();
    }
}
