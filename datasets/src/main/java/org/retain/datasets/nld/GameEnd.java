package org.retain.datasets.nld;

/** How a game ended, as far as its xlogfile line tells. */
public enum GameEnd {
    /** By the rules of the game: death, ascension or escape from the dungeon. */
    FINISHED,
    /** The player quit or the program failed: the game could have gone on. */
    ABORTED,
    /** No xlogfile line: the recording was cut off. */
    UNKNOWN;

    /** Reads the xlogfile's field {@code death}, null where the game has no line. */
    static GameEnd of(String death) {
        if (death == null) {
            return UNKNOWN;
        }
        boolean aborted =
                death.startsWith("quit")
                        || death.startsWith("panic")
                        || death.startsWith("trickery");
        return aborted ? ABORTED : FINISHED;
    }
}
