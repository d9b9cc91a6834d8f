package fwlstm.model;

/** Accumulates loss and hits over the sequences of an evaluation, in the order of the calls. */
public final class Score {
    private long sequences;
    private long hits;
    private double loss;

    /**
     * Adds one sequence.
     *
     * @param hit whether the most probable token is the target (the first of equals counts)
     * @param loss cross-entropy in nats
     */
    public void add(boolean hit, double loss) {
        sequences++;
        hits += hit ? 1 : 0;
        this.loss += loss;
    }

    /**
     * Adds many sequences.
     *
     * @param loss the sum of their cross-entropies in nats
     */
    public void add(long sequences, long hits, double loss) {
        this.sequences += sequences;
        this.hits += hits;
        this.loss += loss;
    }

    /** Fraction of hits, 0 to 1. */
    public double accuracy() {
        return (double) hits / sequences;
    }

    /** Fraction of misses, 0 to 1. */
    public double error() {
        return (double) (sequences - hits) / sequences;
    }

    /** Mean cross-entropy in nats. */
    public double loss() {
        return loss / sequences;
    }
}
