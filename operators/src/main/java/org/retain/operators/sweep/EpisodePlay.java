package org.retain.operators.sweep;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.retain.operators.actor.StepRandom;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.learner.loss.RewardRows;
import org.retain.operators.random.EpisodeSeeds;

/**
 * Plays whole episodes with a {@link TwoActionPolicy}. Seeds, draws and actions are those of the
 * first actor of a RolloutJob in lock-step whose seeds are this one's.
 */
final class EpisodePlay implements AutoCloseable {

    private static final int FIRST_ACTOR = 0;

    private final Environment environment;
    private final int steps;
    private final double rewardScale;
    private final long seed;
    private final StepRandom random;
    private final ByteBuffer actions;
    private long episodes;

    /**
     * Play of some episodes side by side.
     *
     * @param rows B, episodes at a time
     * @param steps T, after which every episode has ended
     * @param rewardScale factor of the rewards
     */
    EpisodePlay(
            EnvironmentFactory environments, int rows, int steps, double rewardScale, long seed) {
        environment = environments.create(rows);
        this.steps = steps;
        this.rewardScale = rewardScale;
        this.seed = seed;
        random = new StepRandom(seed);
        actions = ByteBuffer.allocateDirect(rows).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The next episodes, one in each row. */
    PlayedEpisodes next(TwoActionPolicy policy) {
        int rows = environment.slots();
        long[] seeds = new long[rows];
        BitSet playing = new BitSet(rows);
        for (int row = 0; row < rows; row++) {
            seeds[row] = EpisodeSeeds.seed(seed, FIRST_ACTOR, episodes++);
            environment.reset(row, seeds[row]);
            playing.set(row);
        }
        float[] observations = new float[steps * rows];
        byte[] taken = new byte[steps * rows];
        int[] places = new int[steps * rows];
        float[] rewards = new float[steps * rows];
        boolean[] terminated = new boolean[steps * rows];
        int[] lengths = new int[rows];
        ByteBuffer vectors = environment.observation(0);
        for (int t = 0; !playing.isEmpty(); t++) {
            for (int row = playing.nextSetBit(0); row >= 0; row = playing.nextSetBit(row + 1)) {
                int at = t * rows + row;
                observations[at] = vectors.getFloat(row * Float.BYTES);
                places[at] = environment.place(row);
                taken[at] = draw(policy, observations[at], seeds[row], t);
                actions.put(row, taken[at]);
            }
            environment.step(playing, actions);
            for (int row = playing.nextSetBit(0); row >= 0; row = playing.nextSetBit(row + 1)) {
                int at = t * rows + row;
                rewards[at] = environment.reward(row);
                terminated[at] = environment.terminated(row);
                lengths[row] = t + 1;
                if (terminated[at] || environment.truncated(row)) {
                    playing.clear(row);
                }
            }
        }
        return new PlayedEpisodes(
                observations,
                taken,
                places,
                new RewardRows(steps, scaled(rewards), terminated, lengths));
    }

    private byte draw(TwoActionPolicy policy, float observation, long episodeSeed, int step) {
        double stay = 1 - policy.probability(observation);
        return (byte) (random.at(episodeSeed, step).unit() < stay ? 0 : 1);
    }

    private double[] scaled(float[] rewards) {
        double[] scaled = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            scaled[i] = rewardScale * rewards[i];
        }
        return scaled;
    }

    @Override
    public void close() {
        environment.close();
    }
}
