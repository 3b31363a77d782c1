package org.retain.operators.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.FloatBuffer;

/**
 * The numbers and words of the two bottom lines as features near [0, 1], within ±5: {@code St:18/02
 * Dx:18 ... Lawful S:12} and {@code Dlvl:1 $:0 HP:14(14) Pw:4(4) AC:4 Xp:1/0 T:1 Hungry}. What the
 * screen does not show is 0.
 */
final class StatusLines {

    /** Numbers for each frame. */
    static final int FEATURES = 32;

    private static final int FIRST_ROW = 22;
    private static final int START = FIRST_ROW * Screens.COLUMNS;
    private static final int MIDDLE = START + Screens.COLUMNS;
    private static final int END = Screens.ROWS * Screens.COLUMNS;
    private static final int MAX_DIGITS = 9;

    /** No feature is further from 0, whatever a player's text puts on the screen. */
    static final float BOUND = 5;

    private static final int ABSENT = Integer.MIN_VALUE;

    private static final byte[][] ATTRIBUTES = words("St:", "Dx:", "Co:", "In:", "Wi:", "Ch:");
    private static final byte[][] ALIGNMENTS = words("Lawful", "Neutral", "Chaotic");
    private static final byte[][] CONDITIONS =
            words(
                    "Satiated",
                    "Hungry",
                    "Weak",
                    "Faint",
                    "Blind",
                    "Conf",
                    "Stun",
                    "Hallu",
                    "Burdened",
                    "FoodPois",
                    "Ill",
                    "Stressed");
    private static final byte[] SCORE = word(" S:");
    private static final byte[] LEVEL = word("Dlvl:");
    private static final byte[] GOLD = word("$:");
    private static final byte[] HEALTH = word("HP:");
    private static final byte[] POWER = word("Pw:");
    private static final byte[] ARMOUR = word("AC:");
    private static final byte[] EXPERIENCE = word("Xp:");
    private static final byte[] TURN = word(" T:");

    private StatusLines() {}

    /**
     * Appends a frame's features.
     *
     * @param chars u8[24 × 80]
     * @param target takes {@link #FEATURES} numbers
     */
    static void put(byte[] chars, FloatBuffer target) {
        for (byte[] attribute : ATTRIBUTES) {
            int at = find(chars, attribute, START, MIDDLE);
            int value = at < 0 ? 0 : Math.max(0, parse(chars, at + attribute.length));
            target.put(bounded(value / 25f));
        }
        for (byte[] alignment : ALIGNMENTS) {
            target.put(find(chars, alignment, START, MIDDLE) < 0 ? 0 : 1);
        }
        for (byte[] condition : CONDITIONS) {
            target.put(find(chars, condition, MIDDLE, END) < 0 ? 0 : 1);
        }
        int score = find(chars, SCORE, START, MIDDLE);
        target.put(score < 0 ? 0 : log(parse(chars, score + SCORE.length), 10));
        target.put(Math.min(2, Math.max(0, number(chars, LEVEL)) / 10f));
        target.put(log(number(chars, GOLD), 8));
        int health = putPair(chars, HEALTH, target);
        putPair(chars, POWER, target);
        int armour = number(chars, ARMOUR);
        target.put(armour == ABSENT ? 0 : bounded(armour / 10f));
        target.put(bounded(Math.max(0, number(chars, EXPERIENCE)) / 15f));
        target.put(log(number(chars, TURN), 10));
        target.put(health == ABSENT ? 0 : 1);
    }

    /** Appends {@code HP:14(16)} as the logarithm of the whole and the part of it that is left. */
    private static int putPair(byte[] chars, byte[] word, FloatBuffer target) {
        int at = find(chars, word);
        int left = at < 0 ? ABSENT : parse(chars, at + word.length);
        int bracket = at < 0 ? -1 : find(chars, word("("), at, Math.min(END, at + 16));
        int whole = bracket < 0 ? ABSENT : parse(chars, bracket + 1);
        target.put(log(whole, 5));
        target.put(whole > 0 && left > 0 ? bounded((float) left / whole) : 0);
        return left;
    }

    private static float bounded(float feature) {
        return Math.max(-BOUND, Math.min(BOUND, feature));
    }

    private static float log(int value, float scale) {
        return value <= 0 ? 0 : (float) Math.log1p(value) / scale;
    }

    private static int number(byte[] chars, byte[] word) {
        int at = find(chars, word);
        return at < 0 ? ABSENT : parse(chars, at + word.length);
    }

    private static int parse(byte[] chars, int from) {
        int at = from;
        boolean negative = at < END && chars[at] == '-';
        at += negative ? 1 : 0;
        int value = 0;
        int digits = 0;
        while (at < END && digits < MAX_DIGITS && chars[at] >= '0' && chars[at] <= '9') {
            value = 10 * value + chars[at] - '0';
            at++;
            digits++;
        }
        return digits == 0 ? ABSENT : negative ? -value : value;
    }

    /** Where a word of the lower line is; −1 where it is not. */
    private static int find(byte[] chars, byte[] word) {
        return find(chars, word, MIDDLE, END);
    }

    private static int find(byte[] chars, byte[] word, int from, int to) {
        for (int start = from; start <= to - word.length; start++) {
            int i = 0;
            while (i < word.length && chars[start + i] == word[i]) {
                i++;
            }
            if (i == word.length) {
                return start;
            }
        }
        return -1;
    }

    private static byte[][] words(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = word(words[i]);
        }
        return bytes;
    }

    private static byte[] word(String word) {
        return word.getBytes(US_ASCII);
    }
}
