package fwlstm.spark;

import java.util.List;
import org.apache.spark.util.AccumulatorV2;

/** Carries the newest progress of a task's trials to the driver, with every heartbeat of its executor. */
final class ProgressAccumulator extends AccumulatorV2<List<TrialProgress>, List<TrialProgress>> {
    static final String NAME = "trial progress";
    private static final long serialVersionUID = 1L;

    private volatile List<TrialProgress> newest = List.of();

    @Override
    public boolean isZero() {
        return newest.isEmpty();
    }

    @Override
    public ProgressAccumulator copy() {
        ProgressAccumulator copy = new ProgressAccumulator();
        copy.newest = newest;
        return copy;
    }

    @Override
    public void reset() {
        newest = List.of();
    }

    @Override
    public void add(List<TrialProgress> progress) {
        newest = progress;
    }

    @Override
    public void merge(AccumulatorV2<List<TrialProgress>, List<TrialProgress>> other) {
        newest = other.value();
    }

    @Override
    public List<TrialProgress> value() {
        return newest;
    }
}
