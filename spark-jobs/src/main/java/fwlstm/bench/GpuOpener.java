package fwlstm.bench;

import fwlstm.gpu.GpuBackend;
import fwlstm.train.Backend;
import fwlstm.train.Precision;

/** Opens a GPU. */
@FunctionalInterface
public interface GpuOpener {
    /** The GPUs of this machine. */
    GpuOpener HERE = (device, precision, widest, stepwise) ->
            stepwise ? GpuBackend.openStepwise(device, precision, widest) : GpuBackend.open(device, precision, widest);

    /**
     * A backend for the calling thread.
     *
     * @param device which GPU, from 0
     * @param widest the widest pack that will be asked for
     * @param stepwise whether packs are to be computed step by step, even where a faster kernel fits
     * @throws fwlstm.train.DeviceException if that GPU cannot be used
     */
    Backend open(int device, Precision precision, int widest, boolean stepwise);
}
