package org.retain.operators.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.experiment.ToyRunResult;
import org.retain.datasets.experiment.ToyRunSpec;

/** Specs of small runs, and what their results say. */
public final class TestingSpecs {

    /** In effect gradient descent with momentum; see AppleConfiguration. */
    private static final Map<String, String> APPLE =
            Map.of(
                    "learner.adam-epsilon", "1000",
                    "learner.learning-rate", "5000",
                    "learner.discount", "0.99",
                    "learner.reward-scale", "0.1",
                    "reinforce.baseline", "mean",
                    "batch.size", "16",
                    "max-updates", "10",
                    "sweep.points", "10",
                    "sweep.pretraining-learning-rate", "1500",
                    "sweep.pretraining-updates", "20");

    private TestingSpecs() {}

    public static ToyRunSpec apple(String method, int distance, double scale) {
        return new ToyRunSpec(
                "test",
                method,
                "apple-retrieval",
                method,
                7L,
                Map.of("distance", (double) distance, "scale", scale),
                new HashMap<>(APPLE));
    }

    static ToyRunSpec twoStates(String method, int gap) {
        return new ToyRunSpec(
                "test",
                method,
                "two-state-mdp",
                method,
                0L,
                new HashMap<>(Map.of("gap", (double) gap)),
                new HashMap<>(
                        Map.of(
                                "learner.learning-rate", "0.001",
                                "max-updates", "20000",
                                "sweep.points", "100")));
    }

    public static ToyRunSpec with(ToyRunSpec spec, String setting, Object value) {
        spec.getSettings().put(setting, value.toString());
        return spec;
    }

    /** A measure of all strata in the order of updates. */
    public static List<Double> values(ToyRunResult result, String measure) {
        return result.getMeasurements().stream()
                .filter(found -> found.getMeasure().equals(measure))
                .filter(found -> found.getStratumKind().isEmpty())
                .map(Measurement::getValue)
                .toList();
    }

    static double last(ToyRunResult result, String measure) {
        List<Double> values = values(result, measure);
        return values.get(values.size() - 1);
    }
}
