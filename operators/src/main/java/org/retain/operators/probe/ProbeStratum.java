package org.retain.operators.probe;

/**
 * Parts of NetHack in which answers are measured: by depth, level 1 being close to where an
 * untrained policy gets and the rest far (Wołczyk et al., 2024, section 4), and by the game's
 * turns.
 */
enum ProbeStratum {
    ALL("", ""),
    FIRST_LEVEL("depth", "dlvl 1"),
    DEEPER("depth", "deeper"),
    EARLY("turns", "< 1000"),
    MIDDLE("turns", "1000 to 2000"),
    LATE("turns", "> 2000");

    private static final int EARLY_END = 1000;
    private static final int LATE_START = 2000;

    private final String kind;
    private final String text;

    ProbeStratum(String kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /** What the stratum is. */
    String kind() {
        return kind;
    }

    /** Which one it is. */
    String text() {
        return text;
    }

    /** Whether a set of strata holds this one. */
    boolean in(int set) {
        return (set & bit()) != 0;
    }

    private int bit() {
        return 1 << ordinal();
    }

    /**
     * The set of strata that a step belongs to.
     *
     * @param level dungeon level; less than 1 where it is not known
     * @param turn of the game; less than 0 where it is not known
     */
    static int set(int level, int turn) {
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
