package org.retain.operators.environment.toy;

import java.nio.FloatBuffer;
import java.util.Map;

/** One walk to the apple and home. */
final class AppleEpisode implements ToyEpisode {

    private final AppleRetrieval settings;

    private int position;
    private boolean apple;
    private int steps;

    AppleEpisode(AppleRetrieval settings) {
        this.settings = settings;
        apple = settings.startWithApple();
        position = apple ? settings.distance() : 0;
    }

    @Override
    public void observe(FloatBuffer observation) {
        observation.put(0, (float) (apple ? settings.scale() : -settings.scale()));
    }

    @Override
    public float step(int action) {
        int direction = action == 1 ? 1 : -1;
        int wanted = apple ? -1 : 1;
        position += direction;
        steps++;
        if (position == settings.distance()) {
            apple = true;
        }
        return direction == wanted ? 1 : -1;
    }

    @Override
    public boolean terminated() {
        return apple && position == 0;
    }

    @Override
    public boolean truncated() {
        return !terminated() && steps >= settings.stepLimit();
    }

    @Override
    public int place() {
        return apple ? 2 : 1;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public Map<String, Double> measures() {
        double success = terminated() ? 1 : 0;
        return apple
                ? Map.of("success", success, "reached-phase-2", 1d, "phase-2-success", success)
                : Map.of("success", success, "reached-phase-2", 0d);
    }

    @Override
    public String ending() {
        return terminated() ? "home" : truncated() ? "step-limit" : "";
    }
}
