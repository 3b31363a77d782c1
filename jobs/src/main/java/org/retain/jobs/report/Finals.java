package org.retain.jobs.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;

/** What a measure came to at the end of each run: its value at the run's last update. */
final class Finals {

    private final Map<String, Measurement> last = new HashMap<>();
    private final Results results;

    private Finals(Results results, List<Measurement> measurements) {
        this.results = results;
        for (Measurement m : measurements) {
            if (Double.isFinite(m.getValue())) {
                last.merge(m.getRun(), m, (a, b) -> b.getUpdate() >= a.getUpdate() ? b : a);
            }
        }
    }

    static Finals of(Results results, String measure) {
        return new Finals(results, results.of(measure));
    }

    /** Of these measurements, all of one measure. */
    static Finals of(Results results, List<Measurement> measurements) {
        return new Finals(results, measurements);
    }

    /** Of a stratum. */
    static Finals of(Results results, String measure, String kind, String stratum) {
        return new Finals(
                results,
                results.of(measure, kind).stream()
                        .filter(m -> m.getStratum().equals(stratum))
                        .toList());
    }

    boolean isEmpty() {
        return last.isEmpty();
    }

    /** The value of a run; not a number where there is none. */
    double of(ExperimentRun run) {
        Measurement measurement = last.get(run.getRun());
        return measurement == null ? Double.NaN : measurement.getValue();
    }

    /** Over the runs of a method. */
    Spread spread(String method) {
        return spread(results.runs().stream().filter(r -> r.getMethod().equals(method)).toList());
    }

    /** Over these runs. */
    Spread spread(List<ExperimentRun> runs) {
        return Spread.of(values(runs));
    }

    private DoubleStream values(List<ExperimentRun> runs) {
        return runs.stream().mapToDouble(this::of);
    }
}
