package fwlstm.gpu;

import fwlstm.train.Backend;
import fwlstm.train.BackendFactory;
import fwlstm.train.Precision;

/** Opens {@link GpuBackend}s; does not load JCuda before. */
public final class GpuBackendFactory implements BackendFactory {
    @Override
    public Backend open(int ordinal, Precision precision, int packWidth) {
        return GpuBackend.open(ordinal, precision, packWidth);
    }
}
