package fwlstm.gpu;

import fwlstm.config.CellConfig;
import fwlstm.config.OptimizerName;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.Trial;
import fwlstm.config.WriteRule;
import fwlstm.model.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The dimensions that the trials of a pack have in common, named as in {@code pack.cuh}. */
record PackDimensions(
        CellKernels kernels,
        int steps,
        int batch,
        int hidden,
        int gates,
        int normGroups,
        boolean oja,
        int innerSteps,
        int embedding,
        int readout,
        boolean art,
        int pairs,
        int trainSize,
        boolean sgd,
        Map<String, Integer> offsets,
        int parameterCount) {

    /** The number of samples per block of the recurrence's kernels. */
    static final int TILE = 8;

    /** Parameters start at multiples of four numbers, so that whole vectors can be loaded. */
    private static final int PARAMETER_ALIGNMENT = 4;

    /** Those of one of the pack's trials, on sequences of a task; empty if there are no kernels for its cell. */
    static Optional<PackDimensions> of(Trial trial, TaskConfig task) {
        return CellKernels.of(trial.cell()).map(kernels -> of(trial, task, kernels));
    }

    private static PackDimensions of(Trial trial, TaskConfig task, CellKernels kernels) {
        CellConfig cell = trial.cell();
        Map<String, Integer> offsets = new LinkedHashMap<>();
        int count = 0;
        for (ParameterSpec spec : ParameterSpec.of(cell)) {
            offsets.put(spec.name(), count);
            count = align(count + spec.rows() * spec.columns());
        }
        return new PackDimensions(
                kernels,
                task.steps(),
                trial.train().batch(),
                cell.layers().hidden(),
                cell.gates(),
                kernels.norm().groups(cell.gates()),
                cell.memory() != null && cell.memory().writeRule() == WriteRule.OJA,
                Math.max(1, cell.reads()),
                cell.layers().embedding(),
                cell.layers().readout(),
                task.name() == TaskName.ART,
                task.pairs(),
                trial.data().train(),
                trial.train().optimizer() == OptimizerName.SGD,
                offsets,
                count);
    }

    private static int align(int n) {
        return (n + PARAMETER_ALIGNMENT - 1) / PARAMETER_ALIGNMENT * PARAMETER_ALIGNMENT;
    }

    /** G. */
    int rows() {
        return gates * hidden;
    }

    /** The number of blocks of the recurrence's kernels for one trial. */
    int tiles() {
        return (batch + TILE - 1) / TILE;
    }

    /** Whether the inputs have their own normalisation. */
    boolean hasInputNorm() {
        return offsets.containsKey("ln_x.gain");
    }

    /** The offset of a parameter in a trial's parameters, or −1 if there is no such parameter. */
    int offset(String name) {
        return offsets.getOrDefault(name, -1);
    }

    /** The integers at the end of the kernels' struct, with their names and order there. */
    Map<String, Integer> integers(int width) {
        Map<String, Integer> integers = new LinkedHashMap<>();
        integers.put("embeddingAt", offset("embedding"));
        integers.put("wxAt", offset("W_x"));
        integers.put("bAt", offset("b"));
        integers.put("whAt", offset("W_h"));
        integers.put("gateGainAt", offset(kernels.gateNorm() + ".gain"));
        integers.put("gateBiasAt", offset(kernels.gateNorm() + ".bias"));
        integers.put("inputGainAt", offset("ln_x.gain"));
        integers.put("inputBiasAt", offset("ln_x.bias"));
        integers.put("cellGainAt", offset("ln_cell.gain"));
        integers.put("cellBiasAt", offset("ln_cell.bias"));
        integers.put("w1At", offset("readout.W_1"));
        integers.put("b1At", offset("readout.b_1"));
        integers.put("w2At", offset("readout.W_2"));
        integers.put("b2At", offset("readout.b_2"));
        integers.put("parameterCount", parameterCount);
        integers.put("steps", steps);
        integers.put("batch", batch);
        integers.put("hidden", hidden);
        integers.put("gates", gates);
        integers.put("normGroups", normGroups);
        integers.put("oja", oja ? 1 : 0);
        integers.put("innerSteps", innerSteps);
        integers.put("readout", readout);
        integers.put("task", art ? 0 : 1);
        integers.put("pairs", pairs);
        integers.put("trainSize", trainSize);
        integers.put("sgd", sgd ? 1 : 0);
        integers.put("width", width);
        return integers;
    }
}
