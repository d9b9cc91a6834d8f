package fwlstm.train;

import fwlstm.model.Score;
import fwlstm.task.Split;

/**
 * Trials of one shape that are trained in lock-step, as one vectorised batch. They are numbered in the order in which
 * they were given to {@link Backend#open}. The host reads results only between calls, so that many updates can run
 * without it.
 */
public interface Pack extends AutoCloseable {
    /**
     * Trains every live trial for the same number of updates.
     *
     * @param from for each trial the updates it has done, or −1 if it is not live
     * @param lossSums for each trial the sum of training losses, in nats, to which the losses of these updates are
     *     added one by one, so that the bits of a sum do not depend on the number of calls
     * @return for each trial the new sum; NaN or infinite if it diverged
     */
    double[] train(int[] from, int updates, double[] lossSums);

    /**
     * The same, from sums of 0.
     *
     * @return for each trial the mean training loss over these updates; NaN or infinite if it diverged
     */
    default double[] train(int[] from, int updates) {
        double[] losses = train(from, updates, new double[from.length]);
        for (int trial = 0; trial < losses.length; trial++) {
            losses[trial] /= updates;
        }
        return losses;
    }

    /**
     * Scores the current parameters on a whole split.
     *
     * @param wanted for each trial whether to score it
     * @return the scores; null where none was wanted
     */
    Score[] evaluate(boolean[] wanted, Split split);

    /** Remembers the current parameters of a trial as its best. */
    void keepBest(int trial);

    /** Makes the remembered best parameters of a trial the current ones. */
    void useBest(int trial);

    /** The state from which a trial can resume; may be live, so write it before the next call. */
    Snapshot snapshot(int trial);

    /** Restores a trial to a snapshot. */
    void restore(int trial, Snapshot snapshot);

    /** The backend's way of computing this pack, in a word for benchmarks; empty if there is only one. */
    default String path() {
        return "";
    }

    /** Frees the pack's resources. */
    @Override
    void close();
}
