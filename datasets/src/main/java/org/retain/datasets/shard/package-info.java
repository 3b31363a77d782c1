/**
 * From recorded games to a directory of Parquet shards: the plan, the writing of one shard, and the
 * steps by which a shard becomes visible whole or not at all.
 */
package org.retain.datasets.shard;
