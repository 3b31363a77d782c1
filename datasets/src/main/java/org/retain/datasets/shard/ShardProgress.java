package org.retain.datasets.shard;

/** Hears how far the writing of a shard is. */
public interface ShardProgress {

    /** So many more frames were decoded. */
    void framesDone(int count);

    /** One more game was decoded, whatever came of it. */
    void gameDone();
}
