package fwlstm.spark;

import fwlstm.sweep.WorkItem;
import fwlstm.train.CurvePoint;
import java.io.Serializable;
import java.util.Locale;

/**
 * The progress of a running trial.
 *
 * @param trialId the trial
 * @param label the trial, for people
 * @param from updates when the item was given
 * @param since updates when its training started here: more than {@code from} after a checkpoint
 * @param until updates at which the item ends
 * @param accuracy validation accuracy, 0 to 1; null before the first evaluation here and once diverged
 */
public record TrialProgress(String trialId, String label, int from, int since, int update, int until, Double accuracy)
        implements Serializable {
    static TrialProgress begun(WorkItem item) {
        int from = item.from();
        return new TrialProgress(item.id(), item.trial().label(), from, from, from, item.until(), null);
    }

    TrialProgress resumedAt(int checkpoint) {
        return new TrialProgress(trialId, label, from, checkpoint, checkpoint, until, null);
    }

    TrialProgress at(CurvePoint point) {
        return new TrialProgress(trialId, label, from, since, point.update(), until, point.validationAccuracy());
    }

    /** The trial and its accuracy, for people. */
    public String text() {
        return accuracy == null
                ? label
                : String.format(Locale.ROOT, "%s: %.1f %% at %d", label, 100 * accuracy, update);
    }

    /** The fraction of the item that is done, 0 to 1. */
    public double fraction() {
        return fraction(from);
    }

    /** The fraction of the item that was done here, 0 to 1. */
    double fractionHere() {
        return fraction(since);
    }

    private double fraction(int begin) {
        return (double) (update - begin) / (until - from);
    }
}
