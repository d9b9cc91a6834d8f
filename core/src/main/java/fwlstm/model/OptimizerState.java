package fwlstm.model;

import fwlstm.config.CellConfig;

/** What Adam remembers: first and second moments of the gradient and the number of steps taken. */
public final class OptimizerState {
    public final Parameters firstMoment;
    public final Parameters secondMoment;
    public long step;

    public OptimizerState(CellConfig cell) {
        firstMoment = new Parameters(cell);
        secondMoment = new Parameters(cell);
    }
}
