package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.results.LiveSweep;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.SweepProgress;
import fwlstm.spark.SweepProgress.Moment;
import fwlstm.spark.TrialProgress;
import fwlstm.train.Execution;
import fwlstm.train.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a sweep under way: trials done, failures, throughput, how far the running ones are and what they reach, time left.
 * And the sign of life from which {@code fw status} reads the same.
 */
final class SweepDisplay implements AutoCloseable {
    /** The bar moves in thousandths of a trial. */
    private static final int STEPS_PER_TRIAL = 1000;

    private static final int SECONDS_BETWEEN_LINES = 10;
    private static final int MOST_SHOWN = 3;

    /** How it is shown. */
    enum Style {
        /** A bar, on a terminal. */
        BAR,
        /** A line now and then. */
        LINES,
        /** Every sign of life as a line of JSON. */
        JSON,
        NONE;

        /** What suits people: a bar if they look at a terminal. */
        static Style forPeople() {
            return Boolean.getBoolean("fwlstm.terminal") ? BAR : LINES;
        }
    }

    private static final System.Logger LOG = System.getLogger("fwlstm.cli");

    private final SweepProgress progress;
    private final ResultsDirectory results;
    private final PrintWriter out;
    private final Style style;
    private final ProgressBar bar; // or null
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sweep display");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to show a sweep.
     *
     * @param out takes the lines
     */
    SweepDisplay(String name, SweepProgress progress, ResultsDirectory results, Style style, PrintWriter out) {
        this.progress = progress;
        this.results = results;
        this.out = out;
        this.style = style;
        bar = style == Style.BAR ? bar(name, progress) : null;
        if (style == Style.BAR || style == Style.LINES) {
            int millis = bar == null ? SECONDS_BETWEEN_LINES * 1000 : 500;
            timer.scheduleAtFixedRate(this::show, millis, millis, TimeUnit.MILLISECONDS);
        }
        timer.scheduleAtFixedRate(this::giveSign, 0, LiveSweep.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ProgressBar bar(String name, SweepProgress progress) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax((long) progress.now().trials() * STEPS_PER_TRIAL)
                .setUnit(" trials", STEPS_PER_TRIAL)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(500)
                .setEtaFunction(state -> {
                    double left = progress.now().secondsLeft();
                    return left < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds((long) left));
                })
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }

    private void show() {
        Moment now = progress.now();
        if (bar == null) {
            print(String.format(
                    Locale.ROOT,
                    "%d/%d trials%s, %.0f %%, %s%s",
                    now.done(),
                    now.trials(),
                    troubles(now),
                    100 * now.fraction(),
                    pace(now.updatesPerSecond(), now.secondsLeft()),
                    running(now, ": ")));
        } else {
            bar.stepTo(Math.round(now.fraction() * now.trials() * STEPS_PER_TRIAL));
            bar.setExtraMessage(troubles(now) + running(now, " "));
        }
    }

    private static String troubles(Moment now) {
        String text = now.paused() == 0 ? "" : ", " + now.paused() + " paused";
        for (Status status : List.of(Status.DIVERGED, Status.FAILED)) {
            int count = now.ended().getOrDefault(status, 0);
            text += count == 0 ? "" : ", " + count + " " + Settings.key(status);
        }
        return text + (now.repeated() == 0 ? "" : ", " + now.repeated() + " attempts repeated");
    }

    /** Throughput and time left, in words. */
    static String pace(double updatesPerSecond, double secondsLeft) {
        String speed = String.format(Locale.ROOT, "%,.0f updates/s", updatesPerSecond);
        return secondsLeft < 0 ? speed : speed + ", about " + Seconds.text(secondsLeft) + " left";
    }

    private static String running(Moment now, String prefix) {
        if (now.running().isEmpty()) {
            return "";
        }
        String shown =
                now.running().stream().limit(MOST_SHOWN).map(SweepDisplay::text).collect(Collectors.joining("; "));
        int more = now.running().size() - MOST_SHOWN;
        return prefix + shown + (more > 0 ? "; " + more + " more" : "");
    }

    private static String text(TrialProgress trial) {
        return trial.accuracy() == null
                ? trial.label()
                : String.format(
                        Locale.ROOT, "%s: %.1f %% at %d", trial.label(), 100 * trial.accuracy(), trial.update());
    }

    private void giveSign() {
        LiveSweep sign = sign(progress.now());
        if (style == Style.JSON) {
            print(sign.json());
        }
        try {
            sign.write(results);
        } catch (IOException e) { // nothing but the display depends on it
            LOG.log(System.Logger.Level.WARNING, "cannot write the sign of life", e);
        }
    }

    private static LiveSweep sign(Moment now) {
        return new LiveSweep(
                Execution.localHost(),
                ProcessHandle.current().pid(),
                LiveSweep.processStart(),
                System.currentTimeMillis(),
                now.trials(),
                now.ended().entrySet().stream()
                        .collect(Collectors.toMap(e -> Settings.key(e.getKey()), Map.Entry::getValue)),
                now.paused(),
                now.repeated(),
                now.fraction(),
                now.secondsLeft(),
                now.updatesPerSecond(),
                now.slots(),
                now.running().stream().map(SweepDisplay::text).toList());
    }

    private void print(String line) {
        synchronized (out) {
            if (!Termination.isUnderWay()) {
                out.println(line);
                out.flush();
            }
        }
    }

    /** Ends the display with how the trials ended. */
    void finish() {
        if (bar != null) {
            bar.stepTo(bar.getMax());
            bar.setExtraMessage("");
        }
        stop();
        Moment now = progress.now();
        String summary = now.ended().entrySet().stream()
                .map(entry -> entry.getValue() + " " + Settings.key(entry.getKey()))
                .collect(Collectors.joining(", "));
        String repeated = now.repeated() == 0 ? "" : "; " + now.repeated() + " attempts failed and were repeated";
        if (style == Style.JSON) {
            print(sign(now).json());
        } else if (style != Style.NONE) {
            print("trained: " + summary + repeated);
        }
    }

    @Override
    public void close() {
        stop();
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS);
            LiveSweep.remove(results);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot remove the sign of life", e);
        }
    }

    private void stop() {
        timer.shutdown();
        if (bar != null) {
            bar.close();
        }
    }
}
