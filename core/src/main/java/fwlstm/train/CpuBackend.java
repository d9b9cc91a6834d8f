package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.Provider;
import java.util.List;

/** Trains on the calling thread with a CPU provider. A pack gains nothing here; its trials take turns. */
public final class CpuBackend implements Backend {
    private final Provider provider;

    public CpuBackend(Provider provider) {
        this.provider = provider;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String provider() {
        return provider.name();
    }

    @Override
    public String numerics() {
        return provider.numerics();
    }

    @Override
    public String device() {
        return Machine.processor();
    }

    @Override
    public int packWidth(Trial trial) {
        return 1;
    }

    @Override
    public Pack open(List<Trial> trials) {
        return new CpuPack(provider, trials);
    }
}
