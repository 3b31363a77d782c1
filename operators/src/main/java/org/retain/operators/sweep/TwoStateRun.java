package org.retain.operators.sweep;

import org.retain.datasets.experiment.ToyRunResult;

/**
 * The two-state MDP in closed form (Wołczyk, Cupiał et al. 2024, appendix A.1). Method {@code
 * closed-form} measures {@code v0} by stratum kind {@code theta}, at 201 values of θ from 0 to 1;
 * {@code vanilla} follows the gradient of v0, θ staying in [0, 1], and measures {@code theta} and
 * {@code v0} by update. Nothing is random.
 */
final class TwoStateRun implements ToyRun {

    private static final int INTERVALS = 200;
    private static final long FRAMES = 0;

    private final TwoStateSettings settings;

    TwoStateRun(TwoStateSettings settings) {
        this.settings = settings;
    }

    @Override
    public ToyRunResult result() {
        MeasurementList measurements = new MeasurementList(settings.spec().getRun());
        if (settings.method() == ToyMethod.CLOSED_FORM) {
            curve(measurements);
            return ToyResults.of(settings.spec(), 0, FRAMES, measurements);
        }
        ascend(measurements);
        return ToyResults.of(settings.spec(), settings.updates(), FRAMES, measurements);
    }

    private void curve(MeasurementList measurements) {
        for (int i = 0; i <= INTERVALS; i++) {
            double theta = (double) i / INTERVALS;
            measurements.add(
                    "v0", 0, FRAMES, "theta", Double.toString(theta), settings.value(theta), 0);
        }
    }

    private void ascend(MeasurementList measurements) {
        double theta = settings.start();
        measure(measurements, 0, theta);
        for (long update = 1; update <= settings.updates(); update++) {
            theta += settings.rate() * settings.slope(theta);
            theta = Math.max(0, Math.min(1, theta));
            if (isPoint(update)) {
                measure(measurements, update, theta);
            }
        }
    }

    private boolean isPoint(long update) {
        return update * settings.points() / settings.updates()
                > (update - 1) * settings.points() / settings.updates();
    }

    private void measure(MeasurementList measurements, long update, double theta) {
        measurements.add("theta", update, FRAMES, theta);
        measurements.add("v0", update, FRAMES, settings.value(theta));
    }
}
