package org.retain.operators.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;

/**
 * What pre-training was worth to each run of an experiment that has runs from scratch beside it:
 * {@code forward_transfer} at the run's last update, by {@link ForwardTransfer}. The base is the
 * mean success, over seeds, of the runs of method {@code scratch} with the same parameters; a run
 * without such a base, with one that always succeeds, or measured at other updates, has none.
 */
public final class TransferMeasures {

    /** Method of the runs that start from random weights. */
    public static final String SCRATCH = "scratch";

    private static final String SUCCESS = "success";

    private TransferMeasures() {}

    /** Measures runs, given all that was measured of them. */
    public static List<Measurement> of(
            List<ExperimentRun> runs, Collection<Measurement> measurements) {
        Map<String, List<Measurement>> courses =
                measurements.stream()
                        .filter(m -> m.getMeasure().equals(SUCCESS) && m.getStratumKind().isEmpty())
                        .sorted(Comparator.comparingLong(Measurement::getUpdate))
                        .collect(Collectors.groupingBy(Measurement::getRun));
        Map<String, List<List<Measurement>>> scratch = new LinkedHashMap<>();
        List<Measurement> transfers = new ArrayList<>();
        for (ExperimentRun run : runs) {
            if (run.getMethod().equals(SCRATCH) && courses.containsKey(run.getRun())) {
                scratch.computeIfAbsent(run.getParameters(), p -> new ArrayList<>())
                        .add(courses.get(run.getRun()));
            }
        }
        for (ExperimentRun run : runs) {
            List<Measurement> course = courses.getOrDefault(run.getRun(), List.of());
            List<List<Measurement>> base = scratch.getOrDefault(run.getParameters(), List.of());
            if (!run.getMethod().equals(SCRATCH) && comparable(course, base)) {
                Measurement transfer = transfer(course, base);
                if (Double.isFinite(transfer.getValue())) {
                    transfers.add(transfer);
                }
            }
        }
        return transfers;
    }

    private static boolean comparable(List<Measurement> course, List<List<Measurement>> base) {
        double[] times = times(course);
        return times.length > 1
                && !base.isEmpty()
                && base.stream().allMatch(other -> Arrays.equals(times(other), times));
    }

    private static Measurement transfer(List<Measurement> course, List<List<Measurement>> base) {
        double[] scratch = new double[course.size()];
        for (List<Measurement> other : base) {
            for (int i = 0; i < scratch.length; i++) {
                scratch[i] += other.get(i).getValue() / base.size();
            }
        }
        double[] success = course.stream().mapToDouble(Measurement::getValue).toArray();
        Measurement last = course.get(course.size() - 1);
        return new Measurement(
                last.getRun(),
                "forward_transfer",
                last.getUpdate(),
                last.getFrames(),
                "",
                "",
                ForwardTransfer.of(times(course), success, scratch),
                (long) base.size());
    }

    private static double[] times(List<Measurement> course) {
        return course.stream().mapToDouble(Measurement::getUpdate).toArray();
    }
}
