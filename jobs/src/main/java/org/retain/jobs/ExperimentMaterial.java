package org.retain.jobs;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the runs of a NetHack experiment share.
 *
 * @param segments directory of recorded games
 * @param teacher weights file; empty where the experiment has none
 * @param fisher file for ewc; empty where no run needs it
 * @param pretrainingSeconds time that the teacher's cloning took; 0 where it was given
 * @param lineage hashes and versions that all runs follow from
 */
record ExperimentMaterial(
        Path segments,
        Optional<Path> teacher,
        Optional<Path> fisher,
        double pretrainingSeconds,
        Map<String, String> lineage) {}
