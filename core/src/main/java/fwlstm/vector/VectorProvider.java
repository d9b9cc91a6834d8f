package fwlstm.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import fwlstm.cpu.Kernels;
import fwlstm.cpu.TiledProvider;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Computes with the Vector API, which is an incubating module that the virtual machine must be asked for. */
public final class VectorProvider extends TiledProvider {
    /** The system property that forces the width of vectors, one of {@link #WIDTHS}. */
    static final String BITS = "fwlstm.vector.bits";

    private static final List<String> WIDTHS = List.of("128", "256", "512");
    private static final String MODULE = "jdk.incubator.vector";

    /** The level of HotSpot's tiered compilation at which its second compiler works. */
    private static final int FULL_OPTIMISATION = 4;

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
        String level = option("TieredStopAtLevel");
        if (level != null && Integer.parseInt(level) < FULL_OPTIMISATION) {
            return withoutCompiler("-XX:TieredStopAtLevel=" + level);
        } else if (System.getProperty("java.vm.info", "").contains("interpreted")) {
            return withoutCompiler("-Xint");
        } else if ("true".equals(option("UseJVMCICompiler"))) {
            return withoutCompiler("-XX:+UseJVMCICompiler");
        }
        return Optional.empty();
    }

    private static Optional<String> withoutCompiler(String option) {
        return Optional.of("Java runs with " + option + ", without the compiler that knows vectors");
    }

    /** The value of an option of the virtual machine, or null if it does not know it. */
    private static String option(String name) {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return options == null ? null : options.getVMOption(name).getValue();
        } catch (IllegalArgumentException e) {
            return null;
        }
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
