package fwlstm.train;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.FastWeights;
import fwlstm.config.OptimizerName;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import java.io.Serializable;

/**
 * The properties that the trials of a pack must have in common. Seed, learning rate, schedule, clipping, λ, η, forget
 * bias and the rules for early stopping may differ.
 *
 * @param cell with λ, η and forget bias set to fixed values
 */
public record PackShape(
        TaskConfig task,
        CellConfig cell,
        OptimizerName optimizer,
        int batch,
        int updates,
        int evaluateEvery,
        DataConfig data)
        implements Serializable {
    /** The shape of a trial. */
    public static PackShape of(Trial trial) {
        TrainConfig train = trial.train();
        return new PackShape(
                trial.task(),
                shape(trial.cell()),
                train.optimizer(),
                train.batch(),
                train.updates(),
                train.evaluateEvery(),
                trial.data());
    }

    private static CellConfig shape(CellConfig cell) {
        return cell.match(
                (CellConfig.FwLstm c) ->
                        new CellConfig.FwLstm(c.layers(), shape(c.memory()), 0, c.norm(), c.cellNorm(), c.carry()),
                (CellConfig.FwRnn c) -> new CellConfig.FwRnn(c.layers(), shape(c.memory()), c.innerSteps(), c.norm()),
                (CellConfig.LnLstm c) -> new CellConfig.LnLstm(c.layers(), 0, c.norm(), c.cellNorm()),
                (CellConfig.Lstm c) -> new CellConfig.Lstm(c.layers(), 0),
                (CellConfig.Irnn c) -> c);
    }

    private static FastWeights shape(FastWeights memory) {
        return new FastWeights(memory.lambda() == null ? null : 1.0, 1.0, memory.writeRule());
    }
}
