/** The feeding station: Parquet shards as a replayable source of interleaved episodes. */
package org.retain.operators.feed;
