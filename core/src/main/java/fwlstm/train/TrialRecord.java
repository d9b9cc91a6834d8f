package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import java.util.List;

/** The record of a trial: its configuration, its results, where it ran, and its learning curve. */
public record TrialRecord(Trial trial, TrialResult result, Execution execution, List<CurvePoint> curve) {
    public TrialRecord {
        curve = List.copyOf(curve);
    }

    /** The record of a trial that could not be trained. */
    public static TrialRecord failed(Trial trial, String error, Execution execution) {
        int parameters = ParameterSpec.count(trial.cell());
        TrialResult result = new TrialResult(
                Status.FAILED, parameters, 0, null, null, null, null, null, null, null, null, null, null, error);
        return new TrialRecord(trial, result, execution, List.of());
    }
}
