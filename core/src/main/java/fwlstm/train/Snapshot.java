package fwlstm.train;

import fwlstm.config.CellConfig;
import fwlstm.model.OptimizerState;
import fwlstm.model.Parameters;

/** The learned state of a trial: its parameters, the best ones so far, and the optimiser's state. */
public record Snapshot(Parameters parameters, Parameters best, OptimizerState state) {
    /** All zeros. */
    public static Snapshot empty(CellConfig cell) {
        return new Snapshot(new Parameters(cell), new Parameters(cell), new OptimizerState(cell));
    }

    /** Copies all values from another. */
    public void set(Snapshot other) {
        parameters.set(other.parameters);
        best.set(other.best);
        state.firstMoment.set(other.state.firstMoment);
        state.secondMoment.set(other.state.secondMoment);
        state.step = other.state.step;
    }
}
