package org.retain.jobs.experiment;

import java.util.List;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;

/**
 * What became of a run.
 *
 * @param run its row
 * @param measurements its figures
 */
public record RunRecord(ExperimentRun run, List<Measurement> measurements) {

    /** What {@code ended} says of a run that went to its end. */
    public static final String FINISHED = "finished";

    /** Copies the list. */
    public RunRecord {
        measurements = List.copyOf(measurements);
    }

    /** Whether the run went to its end. */
    public boolean finished() {
        return run.getEnded().equals(FINISHED);
    }
}
