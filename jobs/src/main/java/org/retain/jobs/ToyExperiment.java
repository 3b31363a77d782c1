package org.retain.jobs;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.experiment.ToyRunSpec;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.UsageException;
import org.retain.jobs.experiment.Experiment;
import org.retain.jobs.experiment.ExperimentDirectory;
import org.retain.jobs.experiment.RunRecord;
import org.retain.jobs.experiment.Section;
import org.retain.operators.evaluation.TransferMeasures;
import org.retain.operators.sweep.ToyRun;

/** The runs of an experiment on a toy problem, all in one job. */
final class ToyExperiment {

    private final Experiment experiment;

    ToyExperiment(Experiment experiment) {
        this.experiment = experiment;
    }

    /**
     * Checks each run.
     *
     * @throws UsageException when one cannot be
     */
    void check() {
        if (!experiment.sections().keySet().stream()
                .allMatch(section -> section == Section.OPTIONS)) {
            throw new UsageException(
                    "%s is of kind %s, whose only section with options is 'options'; remove %s"
                            .formatted(
                                    experiment.name(),
                                    experiment.kind(),
                                    experiment.sections().keySet()));
        }
        for (ToyRunSpec spec : specs()) {
            try {
                ToyRun.of(spec);
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage(), e);
            }
        }
    }

    /** Does all runs, unless they are done. */
    void run(ExperimentDirectory directory, Configuration config, CommandContext context)
            throws Exception {
        List<ToyRunSpec> specs = specs();
        if (directory.finishedTogether(
                specs.stream().map(ToyRunSpec::getRun).collect(Collectors.toSet()))) {
            context.err().printf("%s is complete; nothing to do%n", directory.root());
            return;
        }
        directory.follow(
                new TreeMap<>(
                        Map.of(
                                "version.retain", EvaluatePlan.retain(),
                                "version.flink", EnvironmentInformation.getVersion(),
                                "version.java", System.getProperty("java.version"))));
        ToySweepJob.Result result = ToySweepJob.run(specs, config, directory.root(), context);
        Map<String, List<Measurement>> measurements =
                Stream.concat(
                                result.measurements().stream(),
                                TransferMeasures.of(result.runs(), result.measurements()).stream())
                        .collect(
                                Collectors.groupingBy(
                                        Measurement::getRun,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        directory.recordTogether(
                result.runs().stream()
                        .map(
                                run ->
                                        new RunRecord(
                                                run,
                                                measurements.getOrDefault(run.getRun(), List.of())))
                        .toList());
    }

    private List<ToyRunSpec> specs() {
        return experiment.runs().stream()
                .map(
                        run ->
                                new ToyRunSpec(
                                        experiment.name(),
                                        run.name(),
                                        experiment.kind().toString(),
                                        run.method(),
                                        run.seed(),
                                        new HashMap<>(run.parameters()),
                                        new HashMap<>(run.options())))
                .toList();
    }
}
