package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.spark.SweepProgress;
import fwlstm.spark.SweepProgress.Moment;
import fwlstm.spark.TrialProgress;
import fwlstm.train.Status;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a sweep under way: trials done, how far the running ones are and what they reach, time left. A bar on a terminal,
 * else a line now and then.
 */
final class SweepDisplay implements AutoCloseable {
    /** The bar moves in thousandths of a trial. */
    private static final int STEPS_PER_TRIAL = 1000;

    private static final int SECONDS_BETWEEN_LINES = 10;
    private static final int MOST_SHOWN = 3;

    private final SweepProgress progress;
    private final PrintWriter out;
    private final ProgressBar bar;
    private final ScheduledExecutorService timer;

    private SweepDisplay(SweepProgress progress, PrintWriter out, ProgressBar bar) {
        this.progress = progress;
        this.out = out;
        this.bar = bar;
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sweep display");
            thread.setDaemon(true);
            return thread;
        });
        int millis = bar == null ? SECONDS_BETWEEN_LINES * 1000 : 500;
        timer.scheduleAtFixedRate(this::show, millis, millis, TimeUnit.MILLISECONDS);
    }

    static SweepDisplay open(String name, SweepProgress progress, PrintWriter out) {
        boolean terminal = Boolean.parseBoolean(System.getProperty("fwlstm.terminal", "false"));
        return new SweepDisplay(progress, out, terminal ? bar(name, progress) : null);
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
            String left = now.secondsLeft() < 0 ? "" : ", about " + Seconds.text(now.secondsLeft()) + " left";
            out.printf(
                    Locale.ROOT,
                    "%d/%d trials, %.0f %%%s%s%n",
                    now.done(),
                    now.trials(),
                    100 * now.fraction(),
                    left,
                    running(now, ": "));
            out.flush();
        } else {
            bar.stepTo(Math.round(now.fraction() * now.trials() * STEPS_PER_TRIAL));
            bar.setExtraMessage(running(now, " "));
        }
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

    /** Ends the display with how the trials ended. */
    void finish(List<Status> ended) {
        if (bar != null) {
            bar.stepTo(bar.getMax());
            bar.setExtraMessage("");
        }
        stop();
        String summary = ended.stream()
                .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + Settings.key(entry.getKey()))
                .collect(Collectors.joining(", "));
        out.println("trained: " + summary);
        out.flush();
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        timer.shutdownNow();
        if (bar != null) {
            bar.close();
        }
    }
}
