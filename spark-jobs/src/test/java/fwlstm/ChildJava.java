package fwlstm;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java of processes that tests start, and options for it where cores are scarce and most of the time is waiting. */
public final class ChildJava {
    private static final String EXECUTABLE =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** The second compiler is for those who compute: tests mostly start and wait. */
    public static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    /** For a Java whose own work is little; what it trains, it trains with the provider {@code java}. */
    public static final List<String> LIGHT = List.of(
            FIRST_COMPILER,
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote",
            "-Dspark.sql.codegen.wholeStage=false",
            "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
            "-XX:SharedArchiveFile=" + SparkHome.archive());

    /** For a Java that may compute, after {@link #LIGHT}. It says when it starts that it has directives. */
    public static final List<String> BOTH_COMPILERS = List.of(
            "-XX:TieredStopAtLevel=4",
            "-XX:CompilerDirectivesFile="
                    + Path.of("src", "test", "compiler-directives.json").toAbsolutePath());

    static {
        SparkHome.archiveClasses(
                LIGHT.stream().filter(option -> !option.contains("Archive")).toList());
    }

    private ChildJava() {}

    /**
     * A command that starts the Java that this process runs on.
     *
     * @param options those of Java that come first
     * @param arguments what follows: more options, the main class and its arguments
     */
    public static List<String> command(List<String> options, List<String> arguments) {
        return Stream.of(List.of(EXECUTABLE), options, arguments)
                .flatMap(List::stream)
                .toList();
    }
}
