package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.results.Heartbeat;
import fwlstm.results.RunProgress;
import fwlstm.spark.SweepProgress;
import fwlstm.spark.SweepProgress.Moment;
import fwlstm.spark.TrialProgress;
import fwlstm.train.Status;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Shows a sweep under way: trials done, failures, throughput, how far the running ones are and what they reach, time left.
 */
final class SweepDisplay implements AutoCloseable {
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
        if (style == Style.LINES) {
            every(SECONDS_BETWEEN_LINES * 1000, SECONDS_BETWEEN_LINES * 1000, this::show);
        }
        heartbeat.tells(sign -> sign.with(run(progress.now(), RunProgress.State.RUNNING, null)));
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
                .setInitialMax(1)
                .setUpdateIntervalMillis(500)
                .continuousUpdate()
                .setRenderer((state, width) -> BarLine.of(name, progress.now(), width, BarLine.hasBlocks()))
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }

    private void show() {
        Moment now = progress.now();
        print(counts(now)
                + String.format(Locale.ROOT, ", %.0f %%, ", 100 * now.fraction())
                + pace(now.updatesPerSecond(), now.secondsLeft())
                + running(now, ": "));
    }

    /** How many trials have ended, and how many not as they should. */
    static String counts(Moment now) {
        String text = now.done() + "/" + now.trials() + " trials";
        text += now.takenUp() == 0 ? "" : ", " + now.takenUpDone() + "/" + now.takenUp() + " taken up again";
        text += now.paused() == 0 ? "" : ", " + now.paused() + " paused";
        for (Status status : List.of(Status.DIVERGED, Status.FAILED)) {
            int count = now.ended().getOrDefault(status, 0) + now.takenUpEnded().getOrDefault(status, 0);
            text += count == 0 ? "" : ", " + count + " " + Settings.key(status);
        }
        return text + (now.repeated() == 0 ? "" : ", " + now.repeated() + " attempts repeated");
    }

    /** Throughput and time left, in words. */
    static String pace(Double updatesPerSecond, Double secondsLeft) {
        String speed = String.format(Locale.ROOT, "%,.0f updates/s", updatesPerSecond == null ? 0 : updatesPerSecond);
        return secondsLeft == null ? speed : speed + ", " + left(secondsLeft);
    }

    /** The time left, in words. */
    static String left(double seconds) {
        return "about " + Seconds.text(seconds) + " left";
    }

    /** The first few that run, and how many more; empty if there are none. */
    static String running(Moment now, String prefix) {
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

    /** How a run stands, for programs. */
    static RunProgress run(Moment now, RunProgress.State state, String error) {
        return new RunProgress(
                state,
                now.trials(),
                keys(now.ended()),
                now.takenUp(),
                keys(now.takenUpEnded()),
                now.paused(),
                now.repeated(),
                now.fraction(),
                now.secondsLeft(),
                now.updatesPerSecond(),
                now.slots(),
                now.running().stream().map(SweepDisplay::text).toList(),
                error);
    }

    private static Map<String, Integer> keys(Map<Status, Integer> counts) {
        return counts.entrySet().stream().collect(Collectors.toMap(e -> Settings.key(e.getKey()), Map.Entry::getValue));
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
        stop();
        if (style == Style.BAR || style == Style.LINES) {
            print(summary(progress.now()));
        }
    }

    /** How all trials ended; what an earlier search had stopped is no trial more. */
    static String summary(Moment now) {
        List<String> parts = new ArrayList<>();
        if (now.trials() > 0) {
            parts.add("trained: " + summary(now.ended()));
        }
        if (now.takenUp() > 0) {
            parts.add("taken up again: " + summary(now.takenUpEnded()));
        }
        if (now.repeated() > 0) {
            parts.add(now.repeated() + " attempts failed and were repeated");
        }
        return String.join("; ", parts);
    }

    private static String summary(Map<Status, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + Settings.key(entry.getKey()))
                .collect(Collectors.joining(", "));
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
