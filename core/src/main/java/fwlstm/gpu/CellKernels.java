package fwlstm.gpu;

import fwlstm.config.CellConfig;
import fwlstm.config.Norm;
import java.util.Optional;

/**
 * The kernels of {@code recurrence.cuh} that take a cell through time.
 *
 * @param suffix how their names end
 * @param gateNorm name of the layer normalisation of the gates: of all their inputs, or of W_h h alone
 * @param norm what it normalises together
 */
record CellKernels(String suffix, String gateNorm, Norm norm) {
    /** Those for a cell with its options; empty if nobody has written them, so that only a CPU can train it. */
    static Optional<CellKernels> of(CellConfig cell) {
        return cell.match(
                (CellConfig.FwLstm c) -> c.carriesRaw() ? Optional.empty() : kernels("FwLstm", "ln_gates", c.norm()),
                (CellConfig.FwRnn c) -> kernels("FwRnn", "ln_gates", c.norm()),
                (CellConfig.LnLstm c) -> kernels("Lstm", "ln_h", c.norm()),
                (CellConfig.Lstm c) -> kernels("Lstm", "ln_h", Norm.NONE),
                (CellConfig.Irnn c) -> kernels("Irnn", "ln_gates", Norm.NONE));
    }

    private static Optional<CellKernels> kernels(String suffix, String gateNorm, Norm norm) {
        return Optional.of(new CellKernels(suffix, gateNorm, norm));
    }
}
