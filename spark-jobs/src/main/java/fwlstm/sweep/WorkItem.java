package fwlstm.sweep;

import fwlstm.config.Trial;
import fwlstm.train.FlopCount;
import java.io.Serializable;

/**
 * A trial to train, from its last state to a number of updates.
 *
 * @param id the trial's id, which is expensive to compute
 * @param rung 0, or the number of times a search has promoted the trial: promoted trials go first
 * @param from updates done so far, as far as is known
 * @param until the updates at which to stop, at most the trial's budget
 */
public record WorkItem(Trial trial, String id, int rung, int from, int until) implements Serializable {
    /** A whole trial. */
    public static WorkItem whole(Trial trial) {
        return new WorkItem(trial, trial.id(), 0, 0, trial.train().updates());
    }

    /** Floating-point operations, at most. */
    public double cost() {
        return FlopCount.of(trial, from, until);
    }

    /** For people: the trial, and the updates to which it is trained if not to the end. */
    public String label() {
        return until < trial.train().updates() ? trial.label() + " to " + until + " updates" : trial.label();
    }
}
