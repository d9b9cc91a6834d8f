package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.Parameters;
import java.util.function.Supplier;

/** Hears of trials while they are trained. */
@FunctionalInterface
public interface TrialListener {
    /** The training of a trial goes on from a checkpoint, after so many updates. */
    default void resumed(Trial trial, int update) {}

    /** There is one more evaluation on the validation set. */
    void evaluated(Trial trial, CurvePoint point);

    /**
     * A trial is done; not heard of those that diverged or were stopped.
     *
     * @param best gives the parameters with which the test score was computed, fetched when asked for, which must be
     *     during this call; they may be live, so copy what is to be kept
     */
    default void done(Trial trial, Supplier<Parameters> best) {}
}
