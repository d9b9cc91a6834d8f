package fwlstm.vector;

import fwlstm.cpu.Kernels;
import fwlstm.cpu.TiledProvider;
import fwlstm.math.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Computes with the Vector API, which is an incubating module that the virtual machine must be asked for. */
public final class VectorProvider extends TiledProvider {
    /** The system property that forces the width of vectors, one of {@link #WIDTHS}. */
    static final String BITS = "fwlstm.vector.bits";

    private static final List<String> WIDTHS = List.of("128", "256", "512");
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
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("Java runs without the option --add-modules=" + MODULE);
        }
        String bits = System.getProperty(BITS);
        if (bits != null && !WIDTHS.contains(bits)) {
            return Optional.of("-D" + BITS + " is " + bits + ", not one of " + String.join(", ", WIDTHS));
        }
        return VirtualMachine.withoutCompiler().or(VirtualMachine::withoutFma);
    }

    @Override
    public double typicalSpeed() {
        return 4e10;
    }

    @Override
    protected Kernels kernels() {
        return new Kernels(
                new VectorProducts(),
                new VectorNorms(),
                new VectorMemory(),
                new VectorPointwise(),
                new VectorTokens(),
                new VectorRule());
    }

    @Override
    public OptionalDouble peakGigaflops() {
        return OptionalDouble.of(Peak.gigaflops());
    }
}
