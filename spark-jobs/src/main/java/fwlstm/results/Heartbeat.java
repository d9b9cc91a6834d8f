package fwlstm.results;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Shows other processes that a sweep runs, and its progress: its {@link ProgressFile}, rewritten every two seconds as
 * long as the sweep has its {@link SweepLock}. A failed heartbeat does not prevent the next one.
 */
public final class Heartbeat implements AutoCloseable {
    /** The time between two heartbeats. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger("fwlstm.results");

    private final ResultsDirectory results;
    private final SweepLock lock;
    private final Runnable whenLost;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private volatile UnaryOperator<LiveSweep> progress = UnaryOperator.identity();
    private final AtomicLong beat = new AtomicLong();
    private boolean lost;

    private Heartbeat(ResultsDirectory results, SweepLock lock, Runnable whenLost) {
        this.results = results;
        this.lock = lock;
        this.whenLost = whenLost;
    }

    /**
     * Begins.
     *
     * @param whenLost called once, if another sweep has taken the lock over
     */
    public static Heartbeat start(ResultsDirectory results, SweepLock lock, Runnable whenLost) {
        return start(results, lock, whenLost, INTERVAL);
    }

    static Heartbeat start(ResultsDirectory results, SweepLock lock, Runnable whenLost, Duration interval) {
        Heartbeat heartbeat = new Heartbeat(results, lock, whenLost);
        heartbeat.timer.scheduleAtFixedRate(heartbeat::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return heartbeat;
    }

    /** From now on heartbeats include the sweep's progress. */
    public void tells(UnaryOperator<LiveSweep> progress) {
        this.progress = progress;
    }

    /** The content of the next heartbeat. */
    public LiveSweep now() {
        return progress.apply(LiveSweep.now(lock.owner(), beat.get()));
    }

    /** An exception would end all later heartbeats, and then another sweep might take this one for dead. */
    private void beat() {
        try {
            if (!lost && lock.isLost()) {
                lost = true;
                whenLost.run();
            }
            if (!lost) {
                ProgressFile.write(results, now());
                beat.incrementAndGet();
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a heartbeat failed", e);
        }
    }

    /** Ends, and removes the last heartbeat. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS);
            if (!lock.isLost()) {
                ProgressFile.remove(results);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "cannot remove the last heartbeat", e);
        }
    }

    /**
     * Waits for a new heartbeat.
     *
     * @param interval between two of them
     * @param silence the number of intervals without one after which the process counts as dead
     * @param over whether there is nothing to wait for any more
     */
    static boolean isSeen(ResultsDirectory results, Duration interval, int silence, BooleanSupplier over)
            throws IOException {
        byte[] before = ProgressFile.content(results);
        for (int waited = 0; waited < silence; waited++) {
            TableFiles.pause(interval.toMillis());
            if (over.getAsBoolean()) {
                return false;
            }
            byte[] now = ProgressFile.content(results);
            if (now.length > 0 && !Arrays.equals(now, before)) {
                return true;
            }
        }
        return false;
    }
}
