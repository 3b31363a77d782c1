package org.retain.datasets.nld;

import java.util.Arrays;

/**
 * The 121 actions of NLE's NetHackChallenge, in NLE's order, and the key that each one presses.
 *
 * <p>Source: NLE 1.3.0, {@code nle.nethack.ACTIONS}: eight directions and the same as long moves,
 * up, down, wait, more, the commands by name, then the text characters. Three keys occur twice
 * ({@code "} 34, {@code $} 36, {@code +} 43: once as a command, once as text).
 */
public final class NetHackActions {

    /** Number of actions. */
    public static final int COUNT = 121;

    /** What {@link #index} answers for a key that no action presses. */
    public static final int NONE = -1;

    private static final int[] KEYS = {
        107, 108, 106, 104, 117, 110, 98, 121, 75, 76, 74, 72,
        85, 78, 66, 89, 60, 62, 46, 13, 35, 191, 225, 193,
        97, 24, 64, 67, 90, 227, 99, 195, 228, 100, 68, 101,
        69, 229, 27, 70, 102, 230, 59, 86, 105, 73, 233, 234,
        4, 92, 96, 58, 236, 237, 109, 77, 239, 111, 79, 15,
        112, 44, 240, 80, 113, 241, 81, 114, 18, 82, 210, 242,
        103, 71, 83, 115, 42, 34, 91, 36, 61, 43, 40, 94,
        41, 33, 243, 120, 84, 65, 20, 116, 212, 95, 244, 88,
        245, 246, 118, 87, 38, 47, 119, 247, 122, 43, 45, 32,
        39, 34, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
        36
    };

    private static final int[] INDEX = new int[256];

    static {
        Arrays.fill(INDEX, NONE);
        // In rising order, so that of two actions with one key the later wins.
        for (int action = 0; action < COUNT; action++) {
            INDEX[KEYS[action]] = action;
        }
    }

    private NetHackActions() {}

    /** The key, 0 to 255, that an action presses. */
    public static int key(int action) {
        return KEYS[action];
    }

    /**
     * The action that presses a key, {@link #NONE} where there is none. Of two actions with one key
     * it is the later, as in the reference's labels: expert labels never take the earlier ones.
     *
     * @param key the byte sent to NetHack, 0 to 255
     */
    public static int index(int key) {
        return INDEX[key];
    }
}
