package fwlstm.results;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * A trial in training, as in each {@link Heartbeat}.
 *
 * @param label the trial, for people
 * @param update the updates done, up to the last evaluation that is known
 * @param until the updates at which it ends, or pauses at a rung of its search
 * @param curve its evaluations in this run in order, every nth if there are many
 */
public record RunningTrial(String trialId, String label, int update, int until, List<Point> curve) {
    /** An evaluation: the updates done, and the validation accuracy, 0 to 1. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Point(int update, double accuracy) {}

    public RunningTrial {
        curve = curve == null ? List.of() : List.copyOf(curve);
    }

    /** The same without its curve. */
    RunningTrial withoutCurve() {
        return new RunningTrial(trialId, label, update, until, null);
    }
}
