package fwlstm.model;

import fwlstm.config.CellConfig;

/** Adam's state: first and second moments of the gradient, and the number of steps. */
public final class OptimizerState {
    public final Parameters firstMoment;
    public final Parameters secondMoment;
    public long step;

    public OptimizerState(CellConfig cell) {
        firstMoment = new Parameters(cell);
        secondMoment = new Parameters(cell);
    }
}
