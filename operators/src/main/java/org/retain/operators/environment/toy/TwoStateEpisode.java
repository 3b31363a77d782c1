package org.retain.operators.environment.toy;

import java.nio.FloatBuffer;
import java.util.Map;

/** One walk between the two states. */
final class TwoStateEpisode implements ToyEpisode {

    private final TwoStateMdp settings;

    private int state;
    private int steps;
    private int stepsInSecond;
    private boolean reachedSecond;

    TwoStateEpisode(TwoStateMdp settings) {
        this.settings = settings;
    }

    @Override
    public void observe(FloatBuffer observation) {
        observation.put(state, 1).put(1 - state, 0);
    }

    @Override
    public float step(int action) {
        int from = state;
        state = action == 1 ? 1 - from : from;
        steps++;
        stepsInSecond += from;
        reachedSecond |= state == 1;
        if (state == 1) {
            return 1;
        }
        return (float) (from == 0 ? settings.r0() : settings.r1());
    }

    @Override
    public boolean terminated() {
        return false;
    }

    @Override
    public boolean truncated() {
        return steps >= settings.stepLimit();
    }

    @Override
    public int place() {
        return state;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public Map<String, Double> measures() {
        return Map.of("reached-s1", reachedSecond ? 1d : 0d, "steps-in-s1", (double) stepsInSecond);
    }

    @Override
    public String ending() {
        return truncated() ? "step-limit" : "";
    }
}
