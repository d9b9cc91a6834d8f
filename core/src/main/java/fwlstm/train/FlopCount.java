package fwlstm.train;

import fwlstm.config.CellConfig;
import fwlstm.config.Layers;
import fwlstm.config.Trial;
import fwlstm.model.NetworkConfig;
import fwlstm.task.Split;
import fwlstm.task.Vocabulary;

/** FLOPs of a trial, counted from its shapes: for estimates, and to run the longest trials first. */
public final class FlopCount {
    /** A backward pass costs about twice its forward pass. */
    private static final double FORWARD_AND_BACKWARD = 3;

    private FlopCount() {}

    /** Operations of one update. */
    public static double ofUpdate(Trial trial) {
        return ofUpdate(NetworkConfig.of(trial));
    }

    /** Operations of one update. */
    public static double ofUpdate(NetworkConfig network) {
        return FORWARD_AND_BACKWARD * (network.train().batch() * forward(network) + table(network.cell()));
    }

    /** FLOPs of a trial that runs to the end of its budget, including evaluations. */
    public static double ofTrial(Trial trial) {
        return of(trial, 0, trial.train().updates());
    }

    /** FLOPs from one update of a trial to another, including the test if the latter is the end of its budget. */
    public static double of(Trial trial, int from, int until) {
        int every = trial.train().evaluateEvery();
        double evaluations = Math.ceil((double) until / every) - Math.ceil((double) from / every);
        double validated = evaluations * ofEvaluation(trial, Split.VALIDATION);
        double tested = until == trial.train().updates() ? ofEvaluation(trial, Split.TEST) : 0;
        return (until - from) * ofUpdate(trial) + validated + tested;
    }

    /** FLOPs of scoring a whole split. */
    private static double ofEvaluation(Trial trial, Split split) {
        int steps = split.task(trial.task(), trial.data()).steps();
        return split.size(trial.data()) * forward(NetworkConfig.of(trial.cell(), trial.train(), steps));
    }

    /** FLOPs of the forward pass of one sequence. */
    private static double forward(NetworkConfig network) {
        CellConfig cell = network.cell();
        Layers layers = cell.layers();
        double h = layers.hidden();
        double steps = network.steps();
        double gates = 2 * cell.gates() * h * h + 20 * cell.gates() * h;
        double readout = 2.0 * layers.readout() * (h + Vocabulary.SIZE);
        return steps * (gates + memory(network)) + readout;
    }

    private static double memory(NetworkConfig network) {
        CellConfig cell = network.cell();
        int h = cell.layers().hidden();
        int reads = cell.reads();
        int chunk = network.memoryChunk();
        double attention = 2.0 * chunk * h;
        double matrix = chunk < network.steps() ? 2.0 * h * h : 0;
        return reads == 0 ? 0 : reads * (attention + matrix) + matrix;
    }

    private static double table(CellConfig cell) {
        return 2.0
                * Vocabulary.SIZE
                * cell.gates()
                * cell.layers().hidden()
                * cell.layers().embedding();
    }
}
