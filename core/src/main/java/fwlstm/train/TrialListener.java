package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.Parameters;
import java.util.function.Supplier;

/** Receives events of trials in training. */
@FunctionalInterface
public interface TrialListener {
    /** The training of a trial resumes from a checkpoint, after the given number of updates. */
    default void resumed(Trial trial, int update) {}

    /** There is one more evaluation on the validation set. */
    void evaluated(Trial trial, CurvePoint point);

    /**
     * A trial is done; not called for trials that diverged or were stopped.
     *
     * @param best supplies the parameters with which the test score was computed, on request and only during this call;
     *     they may be live, so copy them to keep them
     */
    default void done(Trial trial, Supplier<Parameters> best) {}
}
