package fwlstm.vector;

import fwlstm.cpu.Kernels;
import fwlstm.cpu.TiledProvider;
import java.util.Optional;
import java.util.OptionalDouble;

/** Computes with the Vector API, which is an incubating module that the virtual machine must be asked for. */
public final class VectorProvider extends TiledProvider {
    private static final String MODULE = "jdk.incubator.vector";

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String description() {
        return unavailable().isEmpty() ? "Vector API, " + Lanes.L * Float.SIZE + "-bit vectors" : "Vector API";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public Optional<String> unavailable() {
        return ModuleLayer.boot().findModule(MODULE).isPresent()
                ? Optional.empty()
                : Optional.of("Java runs without the option --add-modules=" + MODULE);
    }

    @Override
    public double typicalSpeed() {
        return 4e10;
    }

    @Override
    protected Kernels kernels() {
        return new VectorKernels();
    }

    @Override
    public OptionalDouble peakGigaflops() {
        return OptionalDouble.of(Peak.gigaflops());
    }
}
