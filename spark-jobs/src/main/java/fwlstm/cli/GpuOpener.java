package fwlstm.cli;

import fwlstm.train.Backend;

/** Opens the GPU that is measured or checked. */
@FunctionalInterface
interface GpuOpener {
    /**
     * A backend for the calling thread.
     *
     * @param stepwise whether packs are to be computed step by step, even where a faster way fits
     * @throws fwlstm.train.DeviceException if the GPU cannot be used
     */
    Backend open(boolean stepwise);
}
