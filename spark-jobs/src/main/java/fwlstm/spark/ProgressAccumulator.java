package fwlstm.spark;

import org.apache.spark.util.AccumulatorV2;

/** Carries the newest progress of a task to the driver, with every heartbeat of its executor. */
final class ProgressAccumulator extends AccumulatorV2<TrialProgress, TrialProgress> {
    static final String NAME = "trial progress";
    private static final long serialVersionUID = 1L;

    private volatile TrialProgress newest;

    @Override
    public boolean isZero() {
        return newest == null;
    }

    @Override
    public AccumulatorV2<TrialProgress, TrialProgress> copy() {
        ProgressAccumulator copy = new ProgressAccumulator();
        copy.newest = newest;
        return copy;
    }

    @Override
    public void reset() {
        newest = null;
    }

    @Override
    public void add(TrialProgress progress) {
        newest = progress;
    }

    @Override
    public void merge(AccumulatorV2<TrialProgress, TrialProgress> other) {
        newest = other.value();
    }

    @Override
    public TrialProgress value() {
        return newest;
    }
}
