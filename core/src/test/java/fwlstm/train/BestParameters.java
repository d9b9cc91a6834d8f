package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.Parameters;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Keeps copies of the best parameters of trials that are done. */
public final class BestParameters implements TrialListener {
    private final Map<Trial, Parameters> byTrial = new HashMap<>();

    @Override
    public void evaluated(Trial trial, CurvePoint point) {}

    @Override
    public void done(Trial trial, Supplier<Parameters> best) {
        Parameters copy = new Parameters(trial.cell());
        copy.set(best.get());
        byTrial.put(trial, copy);
    }

    /** Of each trial that is done. */
    public Map<Trial, Parameters> byTrial() {
        return Map.copyOf(byTrial);
    }
}
