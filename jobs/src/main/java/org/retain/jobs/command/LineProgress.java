package org.retain.jobs.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One line every few seconds and one at the end, for logs and pipes. */
final class LineProgress implements Progress {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintStream err;
    private final String activity;
    private final String unit;
    private final long total;
    private final long start = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(LineProgress::thread);

    LineProgress(PrintStream err, String activity, String unit, long total) {
        this(err, activity, unit, total, INTERVAL);
    }

    LineProgress(PrintStream err, String activity, String unit, long total, Duration interval) {
        this.err = err;
        this.activity = activity;
        this.unit = unit;
        this.total = total;
        long nanos = interval.toNanos();
        clock.scheduleAtFixedRate(this::print, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void step(long count) {
        done.addAndGet(count);
    }

    @Override
    public void moveTo(long count) {
        done.set(count);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        print();
    }

    private void print() {
        err.println(line(activity, unit, done.get(), total, System.nanoTime() - start));
    }

    /** The state as one line; the rate and the time left are means over the whole run. */
    static String line(String activity, String unit, long done, long total, long nanos) {
        double seconds = nanos / 1e9;
        double rate = seconds > 0 ? done / seconds : 0;
        StringBuilder line = new StringBuilder();
        line.append(format("%s: %,d", activity, done));
        if (total >= 0) {
            line.append(format(" of %,d", total));
        }
        line.append(format(" %s", unit));
        if (total > 0) {
            line.append(format(" (%d %%)", 100 * done / total));
        }
        line.append(format(", %,.0f s", seconds));
        if (rate > 0) {
            line.append(format(rate < 10 ? ", %,.1f/s" : ", %,.0f/s", rate));
            if (total > done) {
                line.append(format(", about %,.0f s left", (total - done) / rate));
            }
        }
        return line.toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    }
}
