package org.retain.operators.policy;

import java.nio.IntBuffer;

/**
 * The words of the message line as indices into a table: each word and each pair of neighbouring
 * words by its hash, so that what a message says counts and not the column in which it says it.
 */
final class MessageWords {

    /** Entries of the table; entry 0 stands for no word. */
    static final int VOCABULARY = 8192;

    /** Indices for each frame: words and pairs of words, the rest 0. */
    static final int SLOTS = 24;

    private static final int HASH_MULTIPLIER = 0x01000193;
    private static final int PAIR_MULTIPLIER = 0x9E3779B1;
    private static final int START = 0x811C9DC5;

    private MessageWords() {}

    /**
     * Appends a frame's indices.
     *
     * @param chars u8[24 × 80]
     * @param target takes {@link #SLOTS} numbers
     */
    static void put(byte[] chars, IntBuffer target) {
        int end = target.position() + SLOTS;
        int before = START;
        int at = 0;
        while (at < Screens.COLUMNS && target.position() < end) {
            if (!isWord(chars[at]) && !isSign(chars[at])) {
                at++;
                continue;
            }
            int hash = START;
            boolean word = isWord(chars[at]);
            do {
                hash = (hash ^ chars[at]) * HASH_MULTIPLIER;
                at++;
            } while (word && at < Screens.COLUMNS && isWord(chars[at]));
            target.put(index(hash));
            if (target.position() < end) {
                target.put(index(before * PAIR_MULTIPLIER + hash));
            }
            before = hash;
        }
        while (target.position() < end) {
            target.put(0);
        }
    }

    private static boolean isWord(byte code) {
        return code >= 'a' && code <= 'z'
                || code >= 'A' && code <= 'Z'
                || code >= '0' && code <= '9';
    }

    /** Signs that mean something of their own in NetHack's prompts. */
    private static boolean isSign(byte code) {
        return code == '?' || code == '[' || code == '!' || code == '#' || code == ':';
    }

    private static int index(int hash) {
        int mixed = hash * PAIR_MULTIPLIER;
        return 1 + (int) (((mixed ^ mixed >>> 15) & 0xFFFFFFFFL) % (VOCABULARY - 1));
    }
}
