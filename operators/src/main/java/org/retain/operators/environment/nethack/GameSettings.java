package org.retain.operators.environment.nethack;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a game is started with: {@code nle_settings} of NLE 1.3.0, which the library copies.
 *
 * <p>Core and display seed are the episode's, nothing is reseeded, and moon phase and time of day
 * follow from the seed, as with NLE's {@code fix_moon_phase}: no clock has a say.
 */
final class GameSettings {

    private static final int BYTES = 49_224;
    private static final int HACKDIR = 0;
    private static final int SCORE_PREFIX = 4096;
    private static final int OPTIONS = 8192;
    private static final int SPAWN_MONSTERS = 45_056;
    private static final int RECORDING_NAME = 45_060;
    private static final int CORE_SEED = 49_160;
    private static final int DISPLAY_SEED = 49_168;
    private static final int USE_SEEDS = 49_177;
    private static final int FIX_MOON_PHASE = 49_200;
    private static final int TIME_SEED = 49_208;
    private static final int TIME_SEED_GIVEN = 49_216;
    private static final int PATH_BYTES = 4096;

    /** NLE's own options, as in all of its environments. */
    private static final String NLE_OPTIONS =
            "autopickup,color,disclose:+i +a +v +g +c +o,mention_walls,nobones,nocmdassist,"
                    + "nolegacy,nosparkle,pickup_burden:unencumbered,pickup_types:$?!/,"
                    + "runmode:teleport,showexp,showscore,time,name:Agent-";

    private final Memory memory = new Memory(BYTES);

    /** Settings that all episodes of a slot share. */
    GameSettings(Path directory, String character) {
        memory.clear();
        put(HACKDIR, directory.toString());
        String random = character.equals("@") ? ",race:random,gender:random,align:random" : "";
        put(OPTIONS, NLE_OPTIONS + character + random);
        memory.setInt(SPAWN_MONSTERS, 1);
        memory.setByte(USE_SEEDS, (byte) 1);
        memory.setByte(FIX_MOON_PHASE, (byte) 1);
        memory.setByte(TIME_SEED_GIVEN, (byte) 1);
    }

    /** Sets the next episode's seed, an unsigned number. */
    void seed(long seed) {
        memory.setLong(CORE_SEED, seed);
        memory.setLong(DISPLAY_SEED, seed);
        memory.setLong(TIME_SEED, seed + 1);
    }

    /**
     * Has the game's end logged.
     *
     * @param prefix of the path of the xlogfile
     * @param name of the recording in that log
     */
    void record(String prefix, String name) {
        put(SCORE_PREFIX, prefix);
        put(RECORDING_NAME, name);
    }

    Pointer pointer() {
        return memory;
    }

    private void put(int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= PATH_BYTES) {
            throw new IllegalArgumentException(
                    "'%s' is too long for NetHack, expected less than %d bytes"
                            .formatted(text, PATH_BYTES));
        }
        memory.write(offset, bytes, 0, bytes.length);
        memory.setByte((long) offset + bytes.length, (byte) 0);
    }
}
