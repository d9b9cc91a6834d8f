package fwlstm.spark;

import fwlstm.config.Trial;
import fwlstm.train.CurvePoint;
import java.io.Serializable;

/**
 * How far a running trial is.
 *
 * @param label the trial, for people
 * @param cost its share of the sweep's work, in the unit of {@link fwlstm.train.Cost}
 * @param accuracy validation accuracy, 0 to 1; null before the first evaluation and once diverged
 */
public record TrialProgress(String label, double cost, int update, int updates, Double accuracy)
        implements Serializable {
    static TrialProgress of(Trial trial, double cost, CurvePoint point) {
        return new TrialProgress(
                trial.label(), cost, point.update(), trial.train().updates(), point.validationAccuracy());
    }

    /** The part of the budget that is used up, 0 to 1. */
    public double fraction() {
        return (double) update / updates;
    }
}
