package org.retain.jobs.command;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that is drawn over itself. */
final class BarProgress implements Progress {

    private final ProgressBar bar;

    BarProgress(PrintStream err, String activity, String unit, long total) {
        this.bar =
                new ProgressBarBuilder()
                        .setTaskName(activity)
                        .setUnit(" " + unit, 1)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(err))
                        .showSpeed()
                        .build();
    }

    @Override
    public void step(long count) {
        bar.stepBy(count);
    }

    @Override
    public void moveTo(long count) {
        bar.stepTo(count);
    }

    @Override
    public void close() {
        bar.close();
    }
}
