/**
 * From recorded games to Parquet shards: a source that plans shards and hands them out, the
 * function that writes one, and the sink that completes the directory.
 */
package org.retain.operators.preprocess;
