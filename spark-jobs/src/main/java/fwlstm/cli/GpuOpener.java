package fwlstm.cli;

import fwlstm.gpu.GpuPath;
import fwlstm.train.Backend;

/** Opens the GPU that is measured or checked, for packs that are computed in one way. */
@FunctionalInterface
interface GpuOpener {
    /**
     * A backend whose packs take this path; trials of a shape that cannot take it have a pack width of 0.
     *
     * @throws fwlstm.train.DeviceException if there is no GPU that can be used
     */
    Backend open(GpuPath path);
}
