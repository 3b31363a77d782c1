package org.retain.operators.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.ToyRunResult;
import org.retain.datasets.experiment.ToyRunSpec;

/** Results of toy runs as records. */
final class ToyResults {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ToyResults() {}

    /** A run that has come to its end. */
    static ToyRunResult of(
            ToyRunSpec spec, long updates, long frames, MeasurementList measurements) {
        ExperimentRun run =
                ExperimentRun.newBuilder()
                        .setExperiment(spec.getExperiment())
                        .setRun(spec.getRun())
                        .setMethod(spec.getMethod())
                        .setSeed(spec.getSeed())
                        .setParameters(json(spec.getParameters()))
                        .setFrames(frames)
                        .setUpdates(updates)
                        .setSeconds(0)
                        .setEnded("finished")
                        .setWeightsSha256("")
                        .setLineage(json(lineage(spec)))
                        .build();
        return new ToyRunResult(run, measurements.list());
    }

    private static Map<String, String> lineage(ToyRunSpec spec) {
        Map<String, String> lineage = new TreeMap<>(spec.getSettings());
        lineage.put("environment.name", spec.getEnvironment());
        return lineage;
    }

    private static String json(Map<String, ?> map) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Can't write %s as JSON".formatted(map), e);
        }
    }
}
