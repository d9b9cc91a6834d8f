package fwlstm.cli;

import fwlstm.results.Heartbeat;
import fwlstm.spark.SweepProgress;
import fwlstm.spark.SweepProgress.Moment;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Shows the progress of a sweep: completed trials, failures, throughput, the progress and accuracy of running trials,
 * time left.
 */
final class SweepDisplay implements AutoCloseable {
    private static final int SECONDS_BETWEEN_LINES = 10;

    /** How it is shown. */
    enum Style {
        /** A bar, on a terminal. */
        BAR,
        /** A line now and then. */
        LINES,
        /** The content of heartbeats, as lines of JSON. */
        JSON,
        NONE;

        /** The style for people: a bar at a terminal. */
        static Style forPeople() {
            return Boolean.getBoolean("fwlstm.terminal") ? BAR : LINES;
        }
    }

    private final SweepProgress progress;
    private final PrintWriter out;
    private final Style style;
    private final ProgressBar bar; // or null
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sweep display");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts the display of a sweep.
     *
     * @param heartbeat what {@link Style#JSON} shows
     * @param out takes the lines
     */
    SweepDisplay(String name, SweepProgress progress, Heartbeat heartbeat, Style style, PrintWriter out) {
        this.progress = progress;
        this.out = out;
        this.style = style;
        bar = style == Style.BAR ? bar(name, progress) : null;
        if (style == Style.LINES) {
            every(SECONDS_BETWEEN_LINES * 1000, SECONDS_BETWEEN_LINES * 1000, this::show);
        }
        if (style == Style.JSON) {
            every(
                    0,
                    Heartbeat.INTERVAL.toMillis(),
                    () -> print(heartbeat.now().withoutCurves().json()));
        }
    }

    /** A failure with one line does not prevent the next. */
    private void every(long first, long millis, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                System.getLogger("fwlstm.cli").log(System.Logger.Level.WARNING, "cannot display the sweep", e);
            }
        };
        timer.scheduleAtFixedRate(guarded, first, millis, TimeUnit.MILLISECONDS);
    }

    private static ProgressBar bar(String name, SweepProgress progress) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(1)
                .setUpdateIntervalMillis(500)
                .continuousUpdate()
                .setRenderer((state, width) -> BarLine.of(name, progress.now(), width, BarLine.hasBlocks()))
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }

    private void show() {
        Moment now = progress.now();
        print(ProgressText.counts(now)
                + String.format(Locale.ROOT, ", %.0f %%, ", 100 * now.fraction())
                + ProgressText.pace(now.updatesPerSecond(), now.secondsLeft())
                + ProgressText.running(now, ": "));
    }

    private void print(String line) {
        synchronized (out) {
            if (!Termination.isUnderWay()) {
                out.println(line);
                out.flush();
            }
        }
    }

    /** Ends the display with the status of the trials. */
    void finish() {
        stop();
        if (style == Style.BAR || style == Style.LINES) {
            print(ProgressText.summary(progress.now()));
        }
    }

    @Override
    public void close() {
        stop();
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        timer.shutdown();
        if (bar != null) {
            bar.close();
        }
    }
}
