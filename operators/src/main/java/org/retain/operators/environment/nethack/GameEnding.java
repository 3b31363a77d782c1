package org.retain.operators.environment.nethack;

/** Why episodes end: NetHack's {@code game_end_types} in their order, and our own reasons. */
final class GameEnding {

    static final String NONE = "";
    static final String NO_PROGRESS = "no-progress";
    static final String STEP_LIMIT = "step-limit";

    /** NetHack gave up for a reason of its own, such as a level that it cannot read back. */
    static final String FAILED = "failed";

    private static final String PANICKED = "panicked";
    private static final String TRICKED = "tricked";

    private static final String[] NAMES = {
        "died",
        "choked",
        "poisoned",
        "starved",
        "drowned",
        "burned",
        "dissolved",
        "crushed",
        "stoned",
        "slimed",
        "genocided",
        PANICKED,
        TRICKED,
        "quit",
        "escaped",
        "ascended"
    };

    private GameEnding() {}

    /** The name of {@code how_done}; {@link #FAILED} where it was not written. */
    static String of(int howDone) {
        return howDone < 0 || howDone >= NAMES.length ? FAILED : NAMES[howDone];
    }

    /** Whether a game that is over was lost by the program, not by its rules. */
    static boolean lost(String ending) {
        return ending.equals(FAILED) || ending.equals(PANICKED) || ending.equals(TRICKED);
    }
}
