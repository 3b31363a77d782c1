package org.retain.jobs;

import java.util.HashMap;
import java.util.Map;
import org.retain.datasets.experiment.ToyRunSpec;

/** Specs of small toy runs. */
final class TestingToyRuns {

    static final int DISTANCE = 4;
    static final double SCALE = 0.4;
    static final int UPDATES = 6;

    private TestingToyRuns() {}

    /** AppleRetrieval from weights 0, with what AppleConfiguration sets, measured always. */
    static ToyRunSpec apple(String method, long seed) {
        Map<String, String> settings = new HashMap<>();
        settings.put("learner.adam-epsilon", "1000");
        settings.put("learner.learning-rate", "5000");
        settings.put("learner.discount", "0.99");
        settings.put("learner.reward-scale", "0.1");
        settings.put("reinforce.baseline", "mean");
        settings.put("batch.size", "32");
        settings.put("max-updates", Integer.toString(UPDATES));
        settings.put("sweep.points", Integer.toString(UPDATES));
        settings.put("sweep.pretraining-updates", "0");
        return new ToyRunSpec(
                "test",
                method + "-" + seed,
                "apple-retrieval",
                method,
                seed,
                Map.of("distance", (double) DISTANCE, "scale", SCALE),
                settings);
    }
}
