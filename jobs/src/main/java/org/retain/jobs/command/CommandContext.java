package org.retain.jobs.command;

import java.io.PrintStream;

/** What a running command may use of the world around it. */
public final class CommandContext {

    private final Console console;
    private final StopToken stop;

    CommandContext(Console console, StopToken stop) {
        this.console = console;
        this.stop = stop;
    }

    /**
     * For results that a person reads besides the summary. With {@code --json} this is standard
     * error, so that the summary is alone on standard output.
     */
    public PrintStream out() {
        return console.out();
    }

    /** For messages on the way. */
    public PrintStream err() {
        return console.err();
    }

    /** Whether {@link #out()} is a terminal, so that colours and cursor movement make sense. */
    public boolean outIsTerminal() {
        return console.outIsTerminal();
    }

    /** Asks the command to stop. */
    public StopToken stop() {
        return stop;
    }

    /**
     * Starts to show progress towards a known end.
     *
     * @param activity what is done, such as {@code Decoding}
     * @param unit what is counted, in the plural, such as {@code games}
     * @param total how many there are
     */
    public Progress progress(String activity, String unit, long total) {
        return console.errIsTerminal()
                ? new BarProgress(console.err(), activity, unit, total)
                : new LineProgress(console.err(), activity, unit, total);
    }

    /** Starts to show progress whose end is not known. */
    public Progress progress(String activity, String unit) {
        return progress(activity, unit, Progress.UNKNOWN);
    }
}
