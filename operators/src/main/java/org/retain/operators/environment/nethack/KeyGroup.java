package org.retain.operators.environment.nethack;

import org.retain.datasets.nld.NetHackActions;

/** Kinds of keys, to tell how a policy plays. */
enum KeyGroup {
    /** Steps and runs in the eight directions, and stairs. */
    MOVE,
    /** Searching, which is also how to wait. */
    SEARCH,
    /** Return, escape, space and the characters that only answer prompts. */
    PROMPT,
    /** All other commands. */
    OTHER;

    private static final int LAST_MOVE = NetHackActions.index('>');
    private static final int FIRST_TEXT = NetHackActions.index('+');

    /** The group of an action. */
    static KeyGroup of(int action) {
        int key = NetHackActions.key(action);
        if (action <= LAST_MOVE) {
            return MOVE;
        }
        if (key == 's') {
            return SEARCH;
        }
        return action >= FIRST_TEXT || key == '\r' || key == '\u001b' ? PROMPT : OTHER;
    }

    /** Name of the figure. */
    String figure() {
        return switch (this) {
            case MOVE -> "keys-move";
            case SEARCH -> "keys-search";
            case PROMPT -> "keys-prompt";
            case OTHER -> "keys-other";
        };
    }
}
