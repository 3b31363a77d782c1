package org.retain.jobs;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.experiment.Measurement;
import org.retain.jobs.command.CommandContext;

/** Holds the weights that a run kept against the teacher on recorded frames. */
interface RunProbe {

    /** What the section 'probe' of an experiment may hold. */
    List<ConfigOption<?>> OPTIONS = List.of();

    /**
     * Figures of one run.
     *
     * @param options of the section, with what else the probe needs
     * @param run name of the run
     * @param weights files by the updates applied to them
     * @param output directory for its files
     */
    List<Measurement> probe(
            Configuration options,
            String run,
            List<Path> weights,
            Path output,
            CommandContext context)
            throws Exception;
}
