package fwlstm.train;

import fwlstm.config.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times a pack on any backend, as sweeps train it: many updates per call of {@link Pack#train}, with the wall-clock
 * time of the call.
 */
public final class PackBenchmark {
    /** The default number of updates between two evaluations of a sweep. */
    private static final int MOST_UPDATES_PER_CALL = 500;

    /** The number of calls that should fit in the measured time. */
    private static final int CALLS = 15;

    private PackBenchmark() {}

    /**
     * The measurement after warm-up.
     *
     * @param trials trained as one
     * @param median milliseconds per update of the whole pack, over the calls
     * @param least of the fastest call
     * @param updates under the clock
     * @param path the pack's way of computing; see {@link Pack#path()}
     */
    public record Timing(int trials, double median, double least, int updates, String path) {}

    /** Trials that differ in their seeds. */
    public static List<Trial> pack(Trial trial, int size) {
        List<Trial> trials = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            trials.add(new Trial(trial.task(), trial.cell(), trial.train(), trial.data(), trial.seed() + k));
        }
        return trials;
    }

    /**
     * Trains a pack for {@code seconds} to warm up, then measures for as long again, on the calling thread.
     *
     * @throws IllegalStateException if a trial diverges, since its time would be meaningless
     */
    public static Timing time(Backend backend, List<Trial> trials, double seconds) {
        try (Pack pack = backend.open(trials)) {
            Run run = new Run(pack, trials);
            double millis = run.warmUp(seconds);
            int updates = (int) Math.max(1, Math.min(run.most, 1e3 * seconds / CALLS / millis));
            double[] calls = run.calls(updates, seconds);
            Arrays.sort(calls);
            double median = 0.5 * (calls[(calls.length - 1) / 2] + calls[calls.length / 2]);
            return new Timing(trials.size(), median, calls[0], updates * calls.length, pack.path());
        }
    }

    /** A pack that is trained continuously. */
    private static final class Run {
        private final Pack pack;
        private final int budget;
        private final int most;
        private final int[] from;

        Run(Pack pack, List<Trial> trials) {
            this.pack = pack;
            budget = trials.get(0).train().updates();
            most = Math.min(MOST_UPDATES_PER_CALL, budget);
            from = new int[trials.size()];
        }

        /**
         * Doubles the updates per call as long as time allows; returns the milliseconds per update of the last call.
         */
        double warmUp(double seconds) {
            long start = System.nanoTime();
            int updates = 1;
            double millis = train(updates);
            while ((System.nanoTime() - start) * 1e-9 < seconds) {
                updates = Math.min(2 * updates, most);
                if (2e-3 * updates * millis > seconds) {
                    updates = Math.max(1, (int) (seconds / (2e-3 * millis)));
                }
                millis = train(updates);
            }
            return millis;
        }

        /** Milliseconds per update of each call. */
        double[] calls(int updates, double seconds) {
            List<Double> calls = new ArrayList<>();
            long start = System.nanoTime();
            do {
                calls.add(train(updates));
            } while ((System.nanoTime() - start) * 1e-9 < seconds);
            return calls.stream().mapToDouble(Double::doubleValue).toArray();
        }

        /** Milliseconds per update. */
        private double train(int updates) {
            if (from[0] + updates > budget) {
                Arrays.fill(from, 0); // training continues with the data of the first updates
            }
            long start = System.nanoTime();
            double[] loss = pack.train(from, updates);
            double millis = (System.nanoTime() - start) * 1e-6 / updates;
            for (int k = 0; k < loss.length; k++) {
                if (!Double.isFinite(loss[k])) {
                    throw new IllegalStateException(
                            "trial " + k + " of the pack diverged; a benchmark needs a smaller learning rate");
                }
                from[k] += updates;
            }
            return millis;
        }
    }
}
