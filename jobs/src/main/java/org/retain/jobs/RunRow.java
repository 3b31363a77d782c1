package org.retain.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.PlannedRun;
import org.retain.jobs.experiment.RunRecord;

/** The row of a NetHack run before it has cost anything, with all that it follows from. */
final class RunRow {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunRow() {}

    /**
     * The row.
     *
     * @param weights the run's last; empty when it has none
     */
    static ExperimentRun of(
            Experiment experiment,
            ExperimentMaterial material,
            PlannedRun run,
            Optional<Path> weights) {
        Map<String, Object> lineage = new TreeMap<>(material.lineage());
        lineage.put("options", run.options());
        try {
            return new ExperimentRun(
                    experiment.name(),
                    run.name(),
                    run.method(),
                    run.seed(),
                    JSON.writeValueAsString(run.parameters()),
                    0L,
                    0L,
                    0.0,
                    RunRecord.FINISHED,
                    weights.map(NetHackPreparation::sha256OfTensors).orElse(""),
                    JSON.writeValueAsString(lineage));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The lineage of %s is no JSON".formatted(run), e);
        }
    }
}
