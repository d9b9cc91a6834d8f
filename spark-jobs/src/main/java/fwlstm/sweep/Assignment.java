package fwlstm.sweep;

import fwlstm.config.Trial;
import fwlstm.train.Cost;
import java.io.Serializable;

/**
 * A trial to be trained, from where it was left, until it has done so many updates.
 *
 * @param id the trial's id, which is costly to compute
 * @param rung 0, or how often a search has promoted the trial: what is promoted goes first
 * @param from updates that are done, as far as is known
 * @param until updates to stop at, the trial's budget or fewer
 */
public record Assignment(Trial trial, String id, int rung, int from, int until) implements Serializable {
    /** A whole trial. */
    public static Assignment whole(Trial trial) {
        return new Assignment(trial, trial.id(), 0, 0, trial.train().updates());
    }

    /** Floating-point operations, at most. */
    public double cost() {
        return Cost.of(trial, from, until);
    }

    /** For people: the trial, and how far it is trained if that is not to the end. */
    public String label() {
        return until < trial.train().updates() ? trial.label() + " to " + until + " updates" : trial.label();
    }
}
