package org.retain.jobs.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Turns Ctrl-C and the termination signal into a request to stop. A signal handler rather than a
 * shutdown hook: hooks run beside each other, so logging, temporary directories and native
 * libraries would be gone while the command still ends.
 */
public final class StopSignals {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIGNALLED = 128;

    private final AtomicInteger received = new AtomicInteger();
    private final StopToken stop;
    private final PrintStream err;

    private StopSignals(StopToken stop, PrintStream err) {
        this.stop = stop;
        this.err = err;
    }

    /** Passes INT and TERM of this process to the token from now on. */
    public static StopSignals install(StopToken stop, PrintStream err) {
        StopSignals signals = new StopSignals(stop, err);
        signals.handle("INT");
        signals.handle("TERM");
        return signals;
    }

    /** The exit code of a command that ended with the given one: 130 or 143 after a signal. */
    public int exitCode(int code) {
        int number = received.get();
        return number == 0 ? code : SIGNALLED + number;
    }

    private void handle(String name) {
        try {
            Signal.handle(new Signal(name), this::receive);
        } catch (IllegalArgumentException e) {
            // The JVM was started with this signal ignored, as in the background of a script.
            return;
        }
    }

    private void receive(Signal signal) {
        if (!received.compareAndSet(0, signal.getNumber())) {
            err.println("Stopping at once; what was half done may be left behind");
            // No exit: its native destructors would run under threads that still compute.
            Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
        }
        err.println("Stopping; once more to stop at once");
        Thread watch = new Thread(() -> haltWhenLate(signal.getNumber()), "stop-watch");
        watch.setDaemon(true);
        watch.start();
        stop.request();
    }

    private void haltWhenLate(int number) {
        try {
            Thread.sleep(PATIENCE.toMillis());
            err.printf("The command did not stop within %d s%n", PATIENCE.toSeconds());
            Runtime.getRuntime().halt(SIGNALLED + number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
