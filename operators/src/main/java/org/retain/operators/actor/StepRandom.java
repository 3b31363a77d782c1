package org.retain.operators.actor;

import org.retain.operators.random.CounterRandom;

/** Random numbers of one step of one episode, the same ones whenever they are asked for. */
public final class StepRandom {

    private final CounterRandom random;
    private long episode;
    private long step;

    /** Those of an actor with this seed. */
    public StepRandom(long seed) {
        random = new CounterRandom(seed);
    }

    /** Those of a step. */
    public StepRandom at(long episodeSeed, long step) {
        episode = episodeSeed;
        this.step = step;
        return this;
    }

    /** Uniform on [0, 1). */
    public double unit() {
        return bits(0, 1).firstUnit();
    }

    /**
     * Standard normal numbers (Box and Muller, 1958), into the whole array.
     *
     * @param numbers as many at each step of an episode
     */
    void normal(double[] numbers) {
        int pairs = (numbers.length + 1) / 2;
        for (int pair = 0; pair < pairs; pair++) {
            CounterRandom.Bits bits = bits(pair, pairs);
            double radius = Math.sqrt(-2 * Math.log(1 - bits.firstUnit()));
            double angle = 2 * Math.PI * bits.secondUnit();
            numbers[2 * pair] = radius * Math.cos(angle);
            if (2 * pair + 1 < numbers.length) {
                numbers[2 * pair + 1] = radius * Math.sin(angle);
            }
        }
    }

    private CounterRandom.Bits bits(int part, int parts) {
        return random.at((int) episode, (int) (episode >>> Integer.SIZE), step * parts + part);
    }
}
