package org.retain.operators.sweep;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.experiment.Measurement;

/** Collects what is measured in a run. */
final class MeasurementList {

    private static final String ALL = "";

    private final String run;
    private final List<Measurement> measurements = new ArrayList<>();

    MeasurementList(String run) {
        this.run = run;
    }

    /** Adds a number that is of everything. */
    void add(String measure, long update, long frames, double value) {
        add(measure, update, frames, ALL, ALL, value, 0);
    }

    void add(
            String measure,
            long update,
            long frames,
            String stratumKind,
            String stratum,
            double value,
            long count) {
        measurements.add(
                new Measurement(run, measure, update, frames, stratumKind, stratum, value, count));
    }

    List<Measurement> list() {
        return measurements;
    }
}
