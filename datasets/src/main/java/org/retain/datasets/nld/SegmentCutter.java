package org.retain.datasets.nld;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.datasets.ttyrec.FrameBuffer;

/**
 * Cuts the frames of one game into {@link Segment}s of T steps.
 *
 * <pre>{@code
 * SegmentCutter cutter = new SegmentCutter(game, 32);
 * for (int n = reader.read(frames); n > 0; n = reader.read(frames)) {
 *     cutter.accept(frames, n, segments::add);
 * }
 * cutter.finish(reader.damaged(), segments::add);
 * }</pre>
 *
 * <p>Frame t is what the player saw before key t, so segment s holds the steps s·T to s·T+T-1 and,
 * as bootstrap observation, the frame after them. The recording ends with the last key: the last
 * segment of a game has no bootstrap observation (its row T repeats row T-1), its last reward is 0,
 * and it may be shorter than T.
 *
 * <p>Tensors (codec RAW): {@code tty_chars} u8[T+1,24,80], {@code tty_colors} i8[T+1,24,80], {@code
 * tty_cursor} i16[T+1,2], {@code actions} u8[T], {@code previous_action} u8 scalar, {@code rewards}
 * f32[T], and for information {@code timestamps} i64[T] in microseconds, {@code keypresses} u8[T],
 * {@code scores} i32[T] in points, as recorded.
 *
 * <p>Reward t is the difference of the scores of frames t+1 and t. NetHack shows score 0 in the
 * dialogue after a game's end, so a score of 0 after a higher one counts as no change: rewards
 * never show that drop.
 *
 * <p>The last step is {@code terminated} when the log says that the game ended by its rules, else
 * {@code truncated}: quit, cut off without a log line, or damaged.
 *
 * <p>Strata: {@code dungeon-level} (the number after {@code Dlvl:}), {@code time} (see {@link
 * #timeStratum}) and {@code role}; each is {@code unknown} until the game has told it.
 */
public final class SegmentCutter {

    /** Receives the segments of a game, in order. */
    @FunctionalInterface
    public interface Output<E extends Exception> {
        /** Takes a segment over. */
        void accept(Segment segment) throws E;
    }

    private static final int CELLS = FrameBuffer.ROWS * FrameBuffer.COLUMNS;

    private final NldGame game;
    private final int length;
    private final FrameBuffer pending;
    private final BottomLines bottomLines = new BottomLines();

    private int filled;
    private int segments;
    private long steps;
    private long unknownKeys;
    private byte lastAction;
    private int knownScore;
    private int levelAtStart;
    private int turnAtStart;

    /**
     * Cuts a game.
     *
     * @param length steps T of a segment
     */
    public SegmentCutter(NldGame game, int length) {
        if (length < 1) {
            throw new IllegalArgumentException(
                    "Segments of %d steps, expected at least 1".formatted(length));
        }
        this.game = game;
        this.length = length;
        this.pending = new FrameBuffer(length + 1);
    }

    /** Takes the game's next frames, the first {@code count} of the buffer, and copies them. */
    public <E extends Exception> void accept(FrameBuffer frames, int count, Output<E> output)
            throws E {
        for (int frame = 0; frame < count; frame++) {
            copy(frames, frame, pending, filled);
            bottomLines.look(pending.chars(), filled);
            if (filled == 0) {
                levelAtStart = bottomLines.level();
                turnAtStart = bottomLines.turn();
            }
            filled++;
            if (filled > length) {
                output.accept(segment(length, true, false));
                copy(pending, length, pending, 0);
                levelAtStart = bottomLines.level();
                turnAtStart = bottomLines.turn();
                filled = 1;
            }
        }
    }

    /**
     * Ends the game: what is left becomes its last segment.
     *
     * @param damaged whether frames are missing at the end of the recording
     */
    public <E extends Exception> void finish(boolean damaged, Output<E> output) throws E {
        if (filled > 0) {
            copy(pending, filled - 1, pending, filled);
            output.accept(segment(filled, false, damaged));
            filled = 0;
        }
    }

    /** Frames in the segments given out so far. */
    public long steps() {
        return steps;
    }

    /** Segments given out so far. */
    public int segments() {
        return segments;
    }

    /** Keys so far that no action presses; they were labelled 0 (north), as the reference does. */
    public long unknownKeys() {
        return unknownKeys;
    }

    /**
     * The stratum {@code time} of a turn: {@code 0-999}, {@code 1000-4999}, {@code 5000-19999},
     * {@code 20000+}, or {@code unknown} for a negative one.
     */
    public static String timeStratum(long turn) {
        if (turn < 0) {
            return NldGame.UNKNOWN;
        }
        if (turn < 1000) {
            return "0-999";
        }
        if (turn < 5000) {
            return "1000-4999";
        }
        return turn < 20000 ? "5000-19999" : "20000+";
    }

    private Segment segment(int count, boolean bootstrapValid, boolean damaged) {
        Segment segment = new Segment();
        segment.setEnvironmentId("nethack");
        segment.setEpisodeId(game.name());
        segment.setSegmentIndex(segments);
        segment.setFirstStep(steps);
        segment.setLength(count);
        segment.setFirstOfEpisode(segments == 0);
        segment.setSource(SegmentSource.DEMONSTRATION);
        segment.setObservations(observations(count + 1));
        segment.setBootstrapValid(bootstrapValid);
        segment.setPreviousAction(
                raw("previous_action", TensorType.U8, List.of(), new byte[] {lastAction}));
        segment.setActions(raw("actions", TensorType.U8, List.of(count), actions(count)));
        segment.setRewards(
                raw("rewards", TensorType.F32, List.of(count), rewards(count, bootstrapValid)));
        boolean last = !bootstrapValid;
        boolean terminated = last && !damaged && game.end() == GameEnd.FINISHED;
        segment.setTerminated(terminated);
        segment.setTruncated(last && !terminated);
        segment.setInfo(information(count));
        segment.setStrata(strata());
        segments++;
        steps += count;
        return segment;
    }

    private List<Tensor> observations(int rows) {
        byte[] cursor = new byte[rows * 2 * Short.BYTES];
        little(cursor).asShortBuffer().put(pending.cursors(), 0, rows * 2);
        List<Integer> screens = List.of(rows, FrameBuffer.ROWS, FrameBuffer.COLUMNS);
        List<Tensor> observations = new ArrayList<>(3);
        observations.add(
                raw("tty_chars", TensorType.U8, screens, first(pending.chars(), rows * CELLS)));
        observations.add(
                raw("tty_colors", TensorType.I8, screens, first(pending.colors(), rows * CELLS)));
        observations.add(raw("tty_cursor", TensorType.I16, List.of(rows, 2), cursor));
        return observations;
    }

    private byte[] actions(int count) {
        byte[] actions = new byte[count];
        for (int t = 0; t < count; t++) {
            int action = NetHackActions.index(Byte.toUnsignedInt(pending.keypresses()[t]));
            if (action == NetHackActions.NONE) {
                unknownKeys++;
                action = 0;
            }
            actions[t] = (byte) action;
        }
        lastAction = actions[count - 1];
        return actions;
    }

    private byte[] rewards(int count, boolean nextKnown) {
        byte[] rewards = new byte[count * Float.BYTES];
        ByteBuffer buffer = little(rewards);
        int[] scores = pending.scores();
        int current = knownScore(scores[0]);
        for (int t = 0; t < count; t++) {
            boolean known = nextKnown || t + 1 < count;
            int next = known ? knownScore(scores[t + 1]) : current;
            buffer.putFloat((float) ((long) next - current));
            current = next;
        }
        return rewards;
    }

    private int knownScore(int shown) {
        if (shown != 0 || knownScore <= 0) {
            knownScore = shown;
        }
        return knownScore;
    }

    private List<Tensor> information(int count) {
        byte[] timestamps = new byte[count * Long.BYTES];
        little(timestamps).asLongBuffer().put(pending.timestamps(), 0, count);
        byte[] scores = new byte[count * Integer.BYTES];
        little(scores).asIntBuffer().put(pending.scores(), 0, count);
        List<Integer> shape = List.of(count);
        List<Tensor> information = new ArrayList<>(3);
        information.add(raw("timestamps", TensorType.I64, shape, timestamps));
        information.add(
                raw("keypresses", TensorType.U8, shape, first(pending.keypresses(), count)));
        information.add(raw("scores", TensorType.I32, shape, scores));
        return information;
    }

    private Map<String, String> strata() {
        Map<String, String> strata = new LinkedHashMap<>();
        strata.put(
                "dungeon-level", levelAtStart < 0 ? NldGame.UNKNOWN : String.valueOf(levelAtStart));
        strata.put("role", game.role());
        strata.put("time", timeStratum(turnAtStart));
        return strata;
    }

    private static Tensor raw(String name, TensorType type, List<Integer> shape, byte[] bytes) {
        return TensorPacking.pack(name, type, shape, bytes, TensorCodec.RAW);
    }

    private static byte[] first(byte[] array, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void copy(FrameBuffer from, int source, FrameBuffer to, int target) {
        System.arraycopy(from.chars(), source * CELLS, to.chars(), target * CELLS, CELLS);
        System.arraycopy(from.colors(), source * CELLS, to.colors(), target * CELLS, CELLS);
        System.arraycopy(from.cursors(), source * 2, to.cursors(), target * 2, 2);
        to.timestamps()[target] = from.timestamps()[source];
        to.keypresses()[target] = from.keypresses()[source];
        to.scores()[target] = from.scores()[source];
    }
}
