package fwlstm.train;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine and the program of this process, as recorded in {@link Execution}. */
public final class Machine {
    private static final String PROCESSOR = readProcessor();

    private Machine() {}

    /** This program's version, or "development" when it does not run from a jar. */
    public static String version() {
        String version = Machine.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** This machine's name. */
    public static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** This machine's processor, as far as the platform tells. */
    public static String processor() {
        return PROCESSOR;
    }

    private static String readProcessor() {
        Path info = Path.of("/proc/cpuinfo");
        try (Stream<String> lines = Files.isReadable(info) ? Files.lines(info) : Stream.empty()) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
