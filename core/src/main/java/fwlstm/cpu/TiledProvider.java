package fwlstm.cpu;

import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import fwlstm.model.Profile;
import fwlstm.model.Provider;
import java.util.Map;
import java.util.function.Consumer;

/** A provider that brings the operations on tiles; the engine over them is the same for all. */
public abstract class TiledProvider implements Provider, Profile {
    /** Operations with scratch memory of their own. */
    protected abstract Kernels kernels();

    @Override
    public String numerics() {
        return "tiled";
    }

    @Override
    public Engine engine(NetworkConfig config, Parameters parameters) {
        return new TiledEngine(config, parameters, kernels());
    }

    @Override
    public Map<String, Double> phases(
            NetworkConfig config, Parameters parameters, Consumer<Engine> warmUp, Consumer<Engine> work) {
        PhaseClock clock = new PhaseClock(kernels());
        Engine engine = new TiledEngine(config, parameters, clock.kernels());
        warmUp.accept(engine);
        clock.restart();
        work.accept(engine);
        return clock.shares();
    }
}
