package org.retain.jobs.experiment;

import java.util.Locale;

/**
 * How long an experiment will still take, by the runs that this process has done. Not thread-safe.
 */
public final class TimeLeft {

    private static final double SECONDS_PER_MINUTE = 60;

    private int done;
    private double seconds;

    /** A run took so long. */
    public void took(double secondsOfRun) {
        done++;
        seconds += secondsOfRun;
    }

    /** The time that so many further runs will take, in words; empty before the first is done. */
    public String of(int runs) {
        if (done == 0 || runs == 0) {
            return "";
        }
        double left = runs * seconds / done;
        return left < SECONDS_PER_MINUTE
                ? String.format(Locale.ROOT, ", about %.0f s left", left)
                : String.format(Locale.ROOT, ", about %.0f min left", left / SECONDS_PER_MINUTE);
    }
}
