package org.retain.operators.evaluation;

import java.util.Optional;

/**
 * Parts of NetHack in which answers and returns are measured: by depth and by the game's turns.
 * CLOSE is where an untrained policy gets to as well, FAR what only play far into the game shows
 * (Wołczyk et al., 2024, section 4).
 */
public enum Stratum {
    ALL("", "", null),
    FIRST_LEVEL("depth", "dlvl 1", Distance.CLOSE),
    DEEPER("depth", "deeper", Distance.FAR),
    EARLY("turns", "< 1000", Distance.CLOSE),
    MIDDLE("turns", "1000 to 2000", null),
    LATE("turns", "> 2000", Distance.FAR);

    /** Kind of the strata by dungeon level. */
    public static final String DEPTH = "depth";

    /** Kind of the strata by the game's turn. */
    public static final String TURNS = "turns";

    static final int EARLY_END = 1000;
    static final int LATE_START = 2000;

    private final String kind;
    private final String text;
    private final Distance distance;

    Stratum(String kind, String text, Distance distance) {
        this.kind = kind;
        this.text = text;
        this.distance = distance;
    }

    /** How far from the start of the game. */
    public enum Distance {
        CLOSE,
        FAR
    }

    /** What the stratum is; empty for all there is. */
    public String kind() {
        return kind;
    }

    /** Which one it is; empty for all there is. */
    public String text() {
        return text;
    }

    /** How far it is; empty for what is neither close nor far. */
    public Optional<Distance> distance() {
        return Optional.ofNullable(distance);
    }

    /** Whether a set of strata holds this one. */
    public boolean in(int set) {
        return (set & bit()) != 0;
    }

    private int bit() {
        return 1 << ordinal();
    }

    /**
     * The set of strata that a step belongs to, one bit each; never 0.
     *
     * @param level dungeon level; less than 1 where it is not known
     * @param turn of the game; less than 0 where it is not known
     */
    public static int set(int level, int turn) {
        int set = ALL.bit();
        if (level >= 1) {
            set |= (level == 1 ? FIRST_LEVEL : DEEPER).bit();
        }
        if (turn >= 0) {
            set |= (turn < EARLY_END ? EARLY : turn <= LATE_START ? MIDDLE : LATE).bit();
        }
        return set;
    }
}
