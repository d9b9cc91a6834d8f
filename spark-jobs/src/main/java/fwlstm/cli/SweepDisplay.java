package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.results.Heartbeat;
import fwlstm.results.LiveSweep;
import fwlstm.spark.SweepProgress;
import fwlstm.spark.SweepProgress.Moment;
import fwlstm.spark.TrialProgress;
import fwlstm.train.Status;
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
        /** What heartbeats say, as lines of JSON. */
        JSON,
        NONE;

        /** What suits people: a bar if they look at a terminal. */
        static Style forPeople() {
            return Boolean.getBoolean("fwlstm.terminal") ? BAR : LINES;
        }
    }

    private final SweepProgress progress;
    private final Heartbeat heartbeat;
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
     * @param heartbeat tells the same to others
     * @param out takes the lines
     */
    SweepDisplay(String name, SweepProgress progress, Heartbeat heartbeat, Style style, PrintWriter out) {
        this.progress = progress;
        this.heartbeat = heartbeat;
        this.out = out;
        this.style = style;
        bar = style == Style.BAR ? bar(name, progress) : null;
        if (style == Style.BAR || style == Style.LINES) {
            int millis = bar == null ? SECONDS_BETWEEN_LINES * 1000 : 500;
            every(millis, millis, this::show);
        }
        heartbeat.tells(this::told);
        if (style == Style.JSON) {
            every(0, Heartbeat.INTERVAL.toMillis(), () -> print(heartbeat.now().json()));
        }
    }

    /** Whatever goes wrong with one line, the next one follows. */
    private void every(long first, long millis, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                System.getLogger("fwlstm.cli").log(System.Logger.Level.WARNING, "cannot show the sweep", e);
            }
        };
        timer.scheduleAtFixedRate(guarded, first, millis, TimeUnit.MILLISECONDS);
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

    /** What a heartbeat says of the sweep. */
    private LiveSweep told(LiveSweep sign) {
        Moment now = progress.now();
        return new LiveSweep(
                sign.host(),
                sign.process(),
                sign.processStarted(),
                sign.beat(),
                sign.at(),
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
            print(heartbeat.now().json());
        } else if (style != Style.NONE) {
            print("trained: " + summary + repeated);
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
