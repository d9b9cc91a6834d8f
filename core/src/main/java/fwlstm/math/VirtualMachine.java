package fwlstm.math;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of the Java virtual machine decides how fast this program computes; its results are the same everywhere. */
public final class VirtualMachine {
    /** The level of HotSpot's tiered compilation at which its second compiler works. */
    private static final int FULL_OPTIMISATION = 4;

    // Processor time of an update beside that of the vector provider: fw-lstm, 20 hidden units, 2 pairs, AMD EPYC, Java
    // 17.
    private static final int INTERPRETED = 1500;
    private static final int LESS_COMPILED = 12;
    private static final int EMULATED = 25;

    private static final String FMA = "UseFMA";
    private static final String INTERPRETER = "-Xint";

    private VirtualMachine() {}

    /** Whether fused multiply-adds are an instruction here; false where the virtual machine does not tell. */
    static boolean hasFma() {
        return "true".equals(option(FMA));
    }

    /** Why fused multiply-adds are no instruction here, if they are not. */
    public static Optional<String> withoutFma() {
        if (hasFma()) {
            return Optional.empty();
        } else if (!isHotSpot()) {
            return Optional.of("this Java, " + name() + ", does not tell whether it has fused multiply-adds");
        }
        return Optional.of(
                isChosen(FMA)
                        ? "Java runs with -XX:-UseFMA, without fused multiply-adds"
                        : "the processor shows no fused multiply-adds (FMA3), as virtual machines may hide them");
    }

    /** Why the compiler that optimises fully, and knows vectors, does not work here, if it does not. */
    public static Optional<String> withoutCompiler() {
        if (!isHotSpot()) {
            return Optional.of("this Java, " + name() + ", is not HotSpot, whose compiler knows vectors");
        }
        String level = option("TieredStopAtLevel");
        String cause = null;
        if (System.getProperty("java.vm.info", "").contains("interpreted")) {
            cause = INTERPRETER;
        } else if (level != null && Integer.parseInt(level) < FULL_OPTIMISATION) {
            cause = "-XX:TieredStopAtLevel=" + level;
        } else if ("quick-only".equals(option("CompilationMode"))) {
            cause = "-XX:CompilationMode=quick-only";
        } else if ("true".equals(option("UseJVMCICompiler"))) {
            cause = "-XX:+UseJVMCICompiler";
        } else if (name().contains("Client")) {
            cause = name();
        }
        return Optional.ofNullable(cause)
                .map(option -> "Java runs with " + option + ", without the compiler that knows vectors");
    }

    /**
     * Something that slows training down here.
     *
     * @param reason what it is
     * @param factor about how many times as long training takes on a CPU, with the same results
     * @param remedy what would lift it
     */
    public record Hindrance(String reason, int factor, String remedy) {
        /** For people. */
        public String text() {
            return reason + ": training on the CPU takes about " + factor + " times as long, with the same results; "
                    + remedy;
        }
    }

    /** What slows training down here. */
    public static List<Hindrance> hindrances() {
        return Stream.of(
                        withoutCompiler().map(VirtualMachine::lessCompiled),
                        withoutFma().map(VirtualMachine::emulated))
                .flatMap(Optional::stream)
                .toList();
    }

    /** About how many times as long training takes here as where nothing slows it down, from 1. */
    public static int slowdown() {
        return hindrances().stream().mapToInt(Hindrance::factor).max().orElse(1);
    }

    private static Hindrance lessCompiled(String reason) {
        boolean interpreted = reason.contains(INTERPRETER);
        return new Hindrance(
                reason,
                interpreted ? INTERPRETED : LESS_COMPILED,
                isHotSpot() ? "leave the option out" : "use a Java with HotSpot, such as that of adoptium.net");
    }

    private static Hindrance emulated(String reason) {
        return new Hindrance(
                reason,
                EMULATED,
                isHotSpot() && !isChosen(FMA)
                        ? "use another machine, or give the virtual machine the processor model of its host"
                        : isHotSpot() ? "leave the option out" : "use a Java with HotSpot");
    }

    private static boolean isHotSpot() {
        return option(FMA) != null;
    }

    private static String name() {
        return System.getProperty("java.vm.name", "of an unknown name");
    }

    /** Whether somebody has set an option of the virtual machine, which else chooses by the processor. */
    private static boolean isChosen(String name) {
        return find(name)
                .filter(option -> option.getOrigin() != VMOption.Origin.DEFAULT)
                .isPresent();
    }

    /** The value of an option of the virtual machine, or null if it does not know it. */
    private static String option(String name) {
        return find(name).map(VMOption::getValue).orElse(null);
    }

    private static Optional<VMOption> find(String name) {
        try {
            return Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                    .map(options -> options.getVMOption(name));
        } catch (IllegalArgumentException | LinkageError e) {
            return Optional.empty();
        }
    }
}
