package org.retain.operators.environment.nethack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.retain.datasets.nld.NetHackActions;
import org.retain.datasets.nld.SegmentCutter;
import org.retain.operators.environment.EnvironmentException;

/**
 * One slot: episodes of NetHack one after the other, with NetHackChallenge's rules.
 *
 * <p>When a game is over, its last pages are turned within the same step. An episode that is cut
 * off stays as it is until the next reset; only then is its game quit, if it is recorded.
 */
final class NetHackSlot implements AutoCloseable {

    /** What a slot reads itself. */
    static final Set<GameField> FIELDS = EnumSet.of(GameField.PROGRAM_STATE, GameField.TTY_CURSOR);

    static {
        FIELDS.addAll(GameMeasures.FIELDS);
    }

    private static final int ESCAPE = 27;
    private static final int SPACE = 32;
    private static final int QUIT = 'q' | 0x80;
    private static final int YES = 'y';
    private static final int MAX_PAGES = 1000;
    private static final int QUIT_ATTEMPTS = 10;

    private static final int GAME_OVER = 0;
    private static final int IN_MOVE_LOOP = 3 * Integer.BYTES;
    private static final int IN_GETLIN = 2 * Integer.BYTES;
    private static final int WAITS_FOR_SPACE = 3 * Integer.BYTES;

    private static final int QUEST = 3;
    private static final int FORT_LUDIOS = 5;
    private static final int ELEMENTAL_PLANES = 7;

    private final NetHackSettings settings;
    private final GameMemory memory;
    private final ByteBuffer bytes;
    private final int programState;
    private final int internal;
    private final GameDirectory directory;
    private final GameSettings gameSettings;
    private final NativeGame game;
    private final GameMeasures measures;

    private GameRecording recording;
    private String role;
    private boolean playing;
    private boolean terminated;
    private boolean truncated;
    private String ending = GameEnding.NONE;
    private float reward;
    private int steps;
    private int stepsWithoutTurn;
    private int place;

    NetHackSlot(NetHackInstallation installation, NetHackSettings settings, GameMemory memory)
            throws IOException {
        this.settings = settings;
        this.memory = memory;
        bytes = memory.bytes();
        programState = memory.offset(GameField.PROGRAM_STATE);
        internal = memory.offset(GameField.INTERNAL);
        directory = GameDirectory.create(installation.data());
        try {
            gameSettings = new GameSettings(directory.path(), settings.character());
            game =
                    new NativeGame(
                            GameLibrary.copy(installation.library(), directory.path()), memory);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
        measures = new GameMeasures(memory);
    }

    void reset(long seed) {
        endGame();
        try {
            directory.clear();
        } catch (IOException e) {
            throw new EnvironmentException(
                    "NetHack's directory %s cannot be cleared for a new game: %s; was it deleted?"
                            .formatted(directory.path(), e),
                    e);
        }
        gameSettings.seed(seed);
        if (settings.recordingDirectory() != null) {
            recording = GameRecording.open(Path.of(settings.recordingDirectory()));
            gameSettings.record(recording.prefix(), recording.name());
        }
        game.start(gameSettings, recording == null ? null : recording.file());
        for (int page = 0; game.running() && !inMoveLoop() && page < MAX_PAGES; page++) {
            game.press(SPACE);
        }
        if (!game.running() || !inMoveLoop()) {
            String screen = screen();
            endGame();
            throw new EnvironmentException(
                    "NetHack did not start as %s with seed %d; its screen shows: %s"
                            .formatted(settings.character(), seed, screen));
        }
        role = game.role();
        if (!settings.describes(role, game.race(), measures.alignment())) {
            String race = game.race();
            endGame();
            throw new EnvironmentException(
                    "NetHack plays no %s: it made a %s-%s; expected a race and an alignment that"
                                    .formatted(settings.character(), role, race)
                            + " the role allows ("
                            + NetHackOptions.CHARACTER.key()
                            + ")");
        }
        terminated = false;
        truncated = false;
        ending = GameEnding.NONE;
        reward = 0;
        steps = 0;
        stepsWithoutTurn = 0;
        place = -1;
        measures.begin();
        see();
        playing = true;
    }

    void step(int action) {
        game.press(NetHackActions.key(action));
        measures.press(action);
        if (bytes.getInt(programState + GAME_OVER) == 1) {
            leavePages();
        }
        steps++;
        if (memory.inNormalGame()) {
            long score = measures.score();
            long turn = measures.turn();
            measures.step();
            reward = measures.score() - score;
            stepsWithoutTurn = measures.turn() == turn ? stepsWithoutTurn + 1 : 0;
            see();
        } else {
            reward = 0;
            stepsWithoutTurn++;
        }
        if (!game.running()) {
            end(GameEnding.of(bytes.getInt(GameField.HOW_DONE)));
        } else if (steps >= settings.maxSteps()) {
            end(GameEnding.STEP_LIMIT);
        } else if (stepsWithoutTurn >= settings.noProgressSteps()) {
            end(GameEnding.NO_PROGRESS);
        }
    }

    private void end(String reason) {
        playing = false;
        ending = reason;
        terminated = !game.running() && !GameEnding.lost(reason);
        truncated = !terminated;
    }

    /** Where the screen shows no {@code Dlvl:}, what it showed last stays. */
    private void see() {
        int dungeon = (int) measures.dungeon();
        if (dungeon != QUEST && dungeon != FORT_LUDIOS && dungeon != ELEMENTAL_PLANES) {
            place = (int) measures.depth();
        }
    }

    /** Ends the slot's game; a recorded one is quit first, so that it gets its line in the log. */
    private void endGame() {
        playing = false;
        if (recording != null) {
            for (int attempt = 0; game.running() && attempt < QUIT_ATTEMPTS; attempt++) {
                quit();
            }
        }
        game.end();
        if (recording != null) {
            recording.close();
            recording = null;
        }
    }

    private void quit() {
        // Some prompts, such as that for a position, do not show in the state: escape always.
        for (int key : new int[] {ESCAPE, ESCAPE, QUIT, YES}) {
            leavePages();
            if (game.running()) {
                game.press(key);
            }
        }
        leavePages();
    }

    /** Goes through what the game still shows and asks, as NLE does. */
    private void leavePages() {
        for (int page = 0; game.running() && page < MAX_PAGES; page++) {
            if (bytes.getInt(internal + WAITS_FOR_SPACE) != 0) {
                game.press(SPACE);
            } else if (bytes.getInt(internal + IN_GETLIN) != 0) {
                game.press(ESCAPE);
            } else {
                return;
            }
        }
    }

    private boolean inMoveLoop() {
        return bytes.getInt(programState + IN_MOVE_LOOP) == 1;
    }

    private String screen() {
        byte[] chars = new byte[GameField.TTY_CHARS.bytes()];
        GameField field = GameField.TTY_CHARS;
        new Pointer(bytes.getLong(field.pointer())).read(0, chars, 0, chars.length);
        return new String(chars, ISO_8859_1).replaceAll("[\\s\\x00]+", " ").strip();
    }

    /** Whether an episode is under way. */
    boolean playing() {
        return playing;
    }

    float reward() {
        return reward;
    }

    boolean terminated() {
        return terminated;
    }

    boolean truncated() {
        return truncated;
    }

    int place() {
        return place;
    }

    long turn() {
        return measures.turn();
    }

    String ending() {
        return ending;
    }

    Map<String, Double> figures() {
        return measures.figures();
    }

    /** As {@link SegmentCutter} names them. */
    Map<String, String> strata() {
        Map<String, String> strata = new LinkedHashMap<>();
        strata.put("dungeon-level", place < 0 ? "unknown" : String.valueOf(place));
        strata.put("role", role);
        strata.put("time", SegmentCutter.timeStratum(measures.turn()));
        return strata;
    }

    @Override
    public void close() {
        endGame();
        game.close();
        directory.close();
    }
}
