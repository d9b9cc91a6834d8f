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
 * A bar on a terminal, else a line now and then; and the sign of life from which {@code fw status} reads the same.
 */
final class SweepDisplay implements AutoCloseable {
    /** The bar moves in thousandths of a trial. */
    private static final int STEPS_PER_TRIAL = 1000;

    private static final int SECONDS_BETWEEN_LINES = 10;
    private static final int MOST_SHOWN = 3;

    private static final System.Logger LOG = System.getLogger("fwlstm.cli");

    private final SweepProgress progress;
    private final ResultsDirectory results;
    private final PrintWriter out;
    private final ProgressBar bar;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sweep display");
        thread.setDaemon(true);
        return thread;
    });

    private SweepDisplay(SweepProgress progress, ResultsDirectory results, PrintWriter out, ProgressBar bar) {
        this.progress = progress;
        this.results = results;
        this.out = out;
        this.bar = bar;
        int millis = bar == null ? SECONDS_BETWEEN_LINES * 1000 : 500;
        timer.scheduleAtFixedRate(this::show, millis, millis, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(this::giveSign, 0, LiveSweep.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    static SweepDisplay open(String name, SweepProgress progress, ResultsDirectory results, PrintWriter out) {
        boolean terminal = Boolean.parseBoolean(System.getProperty("fwlstm.terminal", "false"));
        return new SweepDisplay(progress, results, out, terminal ? bar(name, progress) : null);
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
            out.printf(
                    Locale.ROOT,
                    "%d/%d trials%s, %.0f %%, %s%s%n",
                    now.done(),
                    now.trials(),
                    troubles(now),
                    100 * now.fraction(),
                    pace(now.updatesPerSecond(), now.secondsLeft()),
                    running(now, ": "));
            out.flush();
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
        Moment now = progress.now();
        try {
            new LiveSweep(
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
                            now.running().stream().map(SweepDisplay::text).toList())
                    .write(results);
        } catch (IOException e) { // nothing but the display depends on it
            LOG.log(System.Logger.Level.WARNING, "cannot write the sign of life", e);
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
        out.println("trained: " + summary + repeated);
        out.flush();
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
