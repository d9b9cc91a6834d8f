package fwlstm.serve;

import fwlstm.io.Sentence;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A value that is read in the background, and only when someone asks for it: nobody waits long for a slow file system,
 * and nothing is read for nobody. Thread-safe.
 */
final class Refreshed<T> {
    /** Versions are unique in a process, so that a value that was dropped and read again is another. */
    private static final AtomicLong VERSIONS = new AtomicLong(System.currentTimeMillis());

    private static final System.Logger LOG = System.getLogger("fwlstm.serve");

    /** Makes the next value. */
    interface Source<T> {
        /**
         * The present value.
         *
         * @param before the value so far, null at first; the same object if nothing has changed
         */
        T next(T before) throws IOException;
    }

    /**
     * The newest value.
     *
     * @param value null before the first
     * @param problem why it could not be read again, in a sentence; null if it could
     * @param version another for each value
     */
    record State<T>(T value, String problem, String version) {
        /** Whether nothing has been read yet, be it a value or a problem. */
        boolean isPending() {
            return value == null && problem == null;
        }
    }

    private final Source<T> source;
    private final Executor executor;
    private final Duration least;
    private final int pause;
    private volatile State<T> state = new State<>(null, null, "0");
    private CompletableFuture<Void> refresh; // that is running, or null
    private long due = System.nanoTime();

    /**
     * A value that has not been read yet.
     *
     * @param least shortest time from a refresh to the next
     * @param pause the same, as a multiple of the time that a refresh took
     */
    Refreshed(Source<T> source, Executor executor, Duration least, int pause) {
        this.source = source;
        this.executor = executor;
        this.least = least;
        this.pause = pause;
    }

    /** The newest value; if a new one is due or being read, this waits a little for it. */
    State<T> get(Duration patience) {
        CompletableFuture<Void> running = refreshIfDue();
        if (running != null && !patience.isZero()) {
            try {
                running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) { // then what is known so far
                LOG.log(System.Logger.Level.DEBUG, "not refreshed yet", e);
            }
        }
        return state;
    }

    /** The newest value, without waiting. */
    State<T> get() {
        return get(Duration.ZERO);
    }

    /** Forgets the value, to save memory; it is read again when someone asks for it. */
    void drop() {
        state = new State<>(null, null, "0");
        synchronized (this) {
            due = System.nanoTime();
        }
    }

    private synchronized CompletableFuture<Void> refreshIfDue() {
        if (refresh == null && System.nanoTime() - due >= 0) {
            CompletableFuture<Void> started = new CompletableFuture<>();
            refresh = started;
            executor.execute(() -> refresh(started));
        }
        return refresh;
    }

    private void refresh(CompletableFuture<Void> started) {
        long start = System.nanoTime();
        State<T> before = state;
        try {
            T value = source.next(before.value);
            if (value != before.value || before.problem != null) {
                state = new State<>(value, null, Long.toString(VERSIONS.incrementAndGet(), Character.MAX_RADIX));
            }
        } catch (IOException | RuntimeException | Error e) { // whatever it is, the server goes on
            String problem = Sentence.of(e);
            if (!problem.equals(before.problem)) {
                LOG.log(System.Logger.Level.WARNING, problem, e);
                state = new State<>(before.value, problem, before.version + "x");
            }
        }
        synchronized (this) {
            long end = System.nanoTime();
            due = end + Math.max(least.toNanos(), pause * (end - start));
            refresh = null;
        }
        started.complete(null);
    }
}
