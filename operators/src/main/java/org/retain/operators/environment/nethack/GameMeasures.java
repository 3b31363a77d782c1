package org.retain.operators.environment.nethack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Figures of one episode, as far as the game shows them; the paper's table 4.
 *
 * <p>{@code score}, {@code turns}, {@code depth}, {@code experience-level}: of the last state in
 * which the game was under way. {@code max-depth}: of all states. {@code eating}: sum of the
 * nutrition's rises. {@code gold}: sum of |change of gold|. {@code scout}: map squares that are not
 * blank, summed over levels (dungeon, level), each as it last looked: the sum of the reference's
 * per-step differences. {@code sokoban}: messages that a boulder filled a pit or plugged a hole.
 * {@code staircase}, {@code staircase-pet}: steps on stairs down, and with a pet beside. {@code
 * score-1000}, {@code score-2000}: the score when turn 1000 and turn 2000 had come; absent in a
 * game that ended before. {@code keys-move} and so on: how many keys of each {@link KeyGroup} were
 * pressed.
 */
final class GameMeasures {

    /** What it reads. */
    static final Set<GameField> FIELDS =
            Set.of(GameField.GLYPHS, GameField.BLSTATS, GameField.MESSAGE, GameField.INTERNAL);

    private static final int COLUMNS = 79;
    private static final int ROWS = 21;
    private static final long BLANK = 2359;
    private static final int FIRST_PET = 381;
    private static final int LAST_PET = 761;

    private static final int X = 0;
    private static final int Y = 1;
    private static final int SCORE = 9;
    private static final int DEPTH = 12;
    private static final int GOLD = 13;
    private static final int EXPERIENCE_LEVEL = 18;
    private static final int TURN = 20;
    private static final int DUNGEON = 23;
    private static final int LEVEL = 24;
    private static final int ALIGNMENT = 26;
    private static final int ON_STAIRS = 4;
    private static final int HUNGER = 7;

    private static final int[] MILESTONES = {1000, 2000};

    private static final byte[] PIT = "The boulder fills a pit.".getBytes(US_ASCII);
    private static final byte[] HOLE =
            "The boulder falls into and plugs a hole in the floor!".getBytes(US_ASCII);
    private static final long BOULDER =
            ByteBuffer.wrap(PIT).order(ByteOrder.LITTLE_ENDIAN).getLong(0);

    private final ByteBuffer bytes;
    private final int glyphs;
    private final int stats;
    private final int message;
    private final int internal;

    private final byte[] map = new byte[GameField.GLYPHS.bytes()];
    private final Map<Long, Integer> seenElsewhere = new HashMap<>();
    private long level;
    private long score;
    private long turn;
    private long depth;
    private long maxDepth;
    private long dungeon;
    private long experienceLevel;
    private long gold;
    private int hunger;
    private long goldMoved;
    private long eaten;
    private long pits;
    private long stairs;
    private long stairsWithPet;
    private final Map<String, Double> milestones = new LinkedHashMap<>();
    private final long[] keys = new long[KeyGroup.values().length];

    GameMeasures(GameMemory memory) {
        bytes = memory.bytes();
        glyphs = memory.offset(GameField.GLYPHS);
        stats = memory.offset(GameField.BLSTATS);
        message = memory.offset(GameField.MESSAGE);
        internal = memory.offset(GameField.INTERNAL);
    }

    /** Begins an episode with its first state. */
    void begin() {
        seenElsewhere.clear();
        level = levelKey();
        goldMoved = 0;
        eaten = 0;
        pits = 0;
        stairs = 0;
        stairsWithPet = 0;
        maxDepth = 0;
        milestones.clear();
        Arrays.fill(keys, 0);
        takeState();
    }

    /** Takes the key of an action that was pressed. */
    void press(int action) {
        keys[KeyGroup.of(action).ordinal()]++;
    }

    /** Takes the state after a step, in which the game is under way. */
    void step() {
        int nowHunger = bytes.getInt(internal + HUNGER * Integer.BYTES);
        eaten += Math.max(0, nowHunger - hunger);
        goldMoved += Math.abs(stat(GOLD) - gold);
        long nowLevel = levelKey();
        if (nowLevel != level) {
            seenElsewhere.put(level, seen());
            seenElsewhere.remove(nowLevel);
            level = nowLevel;
        }
        if (bytes.getLong(message) == BOULDER && (shows(PIT) || shows(HOLE))) {
            pits++;
        }
        if (bytes.getInt(internal + ON_STAIRS * Integer.BYTES) != 0) {
            stairs++;
            stairsWithPet += petBeside() ? 1 : 0;
        }
        takeState();
    }

    private void takeState() {
        score = stat(SCORE);
        turn = stat(TURN);
        for (int milestone : MILESTONES) {
            if (turn >= milestone) {
                milestones.putIfAbsent("score-" + milestone, (double) score);
            }
        }
        depth = stat(DEPTH);
        dungeon = stat(DUNGEON);
        maxDepth = Math.max(maxDepth, depth);
        experienceLevel = stat(EXPERIENCE_LEVEL);
        gold = stat(GOLD);
        hunger = bytes.getInt(internal + HUNGER * Integer.BYTES);
        // Counting squares costs more than this copy, and is due only when a level is left.
        bytes.get(glyphs, map);
    }

    long score() {
        return score;
    }

    long turn() {
        return turn;
    }

    long depth() {
        return depth;
    }

    /** Of the character now: -1 chaotic, 0 neutral, 1 lawful. */
    int alignment() {
        return (int) stat(ALIGNMENT);
    }

    /** NetHack's number of the dungeon's branch. */
    long dungeon() {
        return dungeon;
    }

    /** All figures by name. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("score", (double) score);
        figures.put("turns", (double) turn);
        figures.put("depth", (double) depth);
        figures.put("max-depth", (double) maxDepth);
        figures.put("experience-level", (double) experienceLevel);
        figures.put("eating", (double) eaten);
        figures.put("gold", (double) goldMoved);
        int scouted = seen() + seenElsewhere.values().stream().mapToInt(Integer::intValue).sum();
        figures.put("scout", (double) scouted);
        figures.put("sokoban", (double) pits);
        figures.put("staircase", (double) stairs);
        figures.put("staircase-pet", (double) stairsWithPet);
        figures.putAll(milestones);
        for (KeyGroup group : KeyGroup.values()) {
            figures.put(group.figure(), (double) keys[group.ordinal()]);
        }
        return figures;
    }

    private int seen() {
        ByteBuffer squares = ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN);
        int seen = 0;
        for (int i = 0; i < map.length; i += Short.BYTES) {
            seen += squares.getShort(i) == BLANK ? 0 : 1;
        }
        return seen;
    }

    private boolean shows(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (bytes.get(message + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean petBeside() {
        int x = (int) stat(X);
        int y = (int) stat(Y);
        for (int row = Math.max(0, y - 1); row <= Math.min(ROWS - 1, y + 1); row++) {
            for (int column = Math.max(0, x - 1);
                    column <= Math.min(COLUMNS - 1, x + 1);
                    column++) {
                int glyph = bytes.getShort(glyphs + (row * COLUMNS + column) * Short.BYTES);
                if (glyph >= FIRST_PET && glyph <= LAST_PET) {
                    return true;
                }
            }
        }
        return false;
    }

    private long levelKey() {
        return stat(DUNGEON) << Integer.SIZE | stat(LEVEL);
    }

    private long stat(int index) {
        return bytes.getLong(stats + index * Long.BYTES);
    }
}
