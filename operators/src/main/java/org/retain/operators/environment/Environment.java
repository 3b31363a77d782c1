package org.retain.operators.environment;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;

/**
 * N episodes side by side, one in each slot, with Gymnasium's contract: {@code reset} with a seed,
 * {@code step} with an action, and an end that is either <em>terminated</em> (by the environment's
 * rules: nothing follows) or <em>truncated</em> (cut off: something would have followed).
 *
 * <pre>{@code
 * for (int slot = 0; slot < environment.slots(); slot++) {
 *     environment.reset(slot, seed(slot));
 * }
 * while (playing) {
 *     environment.step(running, actions(environment.observation(0)));
 *     for (int slot : ended) {
 *         environment.reset(slot, nextSeed());
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing resets by itself: an ended slot keeps its last observation, which is the bootstrap
 * observation of its last step, until {@link #reset}. The same seed and actions give the same
 * episode. Slots do not influence each other. An environment whose episode is lost, for instance
 * because a worker process died, ends it as truncated with an {@link #ending} that says so; it
 * throws only when it cannot go on at all. Not thread-safe; different threads may use it in turn.
 */
public interface Environment extends AutoCloseable {

    /** Ending of an episode whose worker process died. */
    String WORKER_LOST = "worker-lost";

    /** What it shows and takes. */
    EnvironmentSpec spec();

    /** Number N of slots, at least 1. */
    int slots();

    /**
     * Starts an episode in a slot; one that is under way there is given up.
     *
     * @param seed all that the episode depends on besides the actions
     * @throws EnvironmentException when the environment cannot be started
     */
    void reset(int slot, long seed);

    /**
     * Takes one step in each of these slots; the others stay as they are.
     *
     * @param slots slots whose episode is under way
     * @param actions [N, ...] from the buffer's position, as {@link EnvironmentSpec#actions} says;
     *     those of other slots mean nothing
     * @throws IllegalStateException when a slot's episode has ended or was never started
     * @throws EnvironmentException when the environment cannot go on
     */
    void step(BitSet slots, ByteBuffer actions);

    /**
     * The newest observations of all slots: a direct little-endian buffer from position 0, [N,
     * ...], the same one at each call. {@link #reset} and {@link #step} change it in place.
     *
     * @param tensor index in {@link EnvironmentSpec#observations}
     */
    ByteBuffer observation(int tensor);

    /** Reward of the slot's last step, unclipped; 0 after a reset. */
    float reward(int slot);

    /** Whether the slot's episode has ended by the environment's rules. */
    boolean terminated(int slot);

    /** Whether the slot's episode was cut off. */
    boolean truncated(int slot);

    /** Where in the world the slot is, as {@link EnvironmentSpec#place} says; -1 when unknown. */
    int place(int slot);

    /** The environment's own time in the slot's episode, such as NetHack's turn; else the step. */
    long clock(int slot);

    /** What part of the world the slot is in, as the strata of a segment. */
    Map<String, String> strata(int slot);

    /** Figures of the slot's episode up to now by name, such as {@code score}. */
    Map<String, Double> measures(int slot);

    /** Why the slot's episode ended, a few lower-case words joined by '-'; empty before. */
    String ending(int slot);

    /** Frees what the environment holds; a second call does nothing. */
    @Override
    void close();
}
