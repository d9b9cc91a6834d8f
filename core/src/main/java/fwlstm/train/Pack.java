package fwlstm.train;

import fwlstm.model.Score;
import fwlstm.task.Split;

/**
 * Trials of one shape that are trained in lock-step. The trials are numbered as they were given to {@link
 * Backend#open}. Between two calls the host sees nothing of a pack, so that many updates can run without it.
 */
public interface Pack extends AutoCloseable {
    /**
     * Trains every live trial for the same number of updates.
     *
     * @param from for each trial the updates it has done, or −1 if it is not live
     * @param lossSums for each trial the sum of training losses, in nats, to which those of these updates are added one
     *     by one, so that a sum has the same bits in however many parts it is made
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
     * @param wanted for each trial whether it is to be scored
     * @return the scores; null where none was wanted
     */
    Score[] evaluate(boolean[] wanted, Split split);

    /** Remembers the current parameters of a trial as its best. */
    void keepBest(int trial);

    /** Makes the remembered best parameters of a trial the current ones. */
    void useBest(int trial);

    /** What a trial would need to go on later; may be live, so write it before the next call. */
    Snapshot snapshot(int trial);

    /** Puts a trial where the snapshot was taken. */
    void restore(int trial, Snapshot snapshot);

    /** Which of the backend's ways of computing it takes, in a word for benchmarks; empty if there is but one. */
    default String path() {
        return "";
    }

    /** Frees what the pack holds. */
    @Override
    void close();
}
