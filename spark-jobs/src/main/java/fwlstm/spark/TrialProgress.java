package fwlstm.spark;

import fwlstm.sweep.Assignment;
import fwlstm.train.CurvePoint;
import java.io.Serializable;

/**
 * How far a running trial is.
 *
 * @param trialId the trial
 * @param label the trial, for people
 * @param from updates that were done when the assignment was given
 * @param until updates at which the assignment ends
 * @param accuracy validation accuracy, 0 to 1; null before the first evaluation and once diverged
 */
public record TrialProgress(String trialId, String label, int from, int update, int until, Double accuracy)
        implements Serializable {
    static TrialProgress of(Assignment assignment, CurvePoint point) {
        return new TrialProgress(
                assignment.id(),
                assignment.trial().label(),
                assignment.from(),
                point.update(),
                assignment.until(),
                point.validationAccuracy());
    }

    /** The part of the assignment that is done, 0 to 1. */
    public double fraction() {
        return (double) (update - from) / (until - from);
    }
}
