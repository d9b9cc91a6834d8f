package fwlstm.bench;

import fwlstm.train.Backend;
import fwlstm.train.Precision;

/**
 * The GPU that is measured or checked.
 *
 * @param device which GPU, from 0
 * @param precision of its products
 * @param widest the widest pack that will be asked for
 */
public record MeasuredGpu(GpuOpener opener, int device, Precision precision, int widest) {
    /**
     * A backend for the calling thread.
     *
     * @param stepwise whether packs are to be computed step by step, even where a faster kernel fits
     * @throws fwlstm.train.DeviceException if the GPU cannot be used
     */
    Backend open(boolean stepwise) {
        return opener.open(device, precision, Math.max(CheckCase.TRIALS, widest), stepwise);
    }
}
