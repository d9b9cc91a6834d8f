package fwlstm.train;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Where and how a trial was trained: what explains a number, but is no part of it.
 *
 * @param backend cpu or gpu
 * @param provider what computed
 * @param device processor or GPU
 * @param packWidth trials trained as one
 * @param attempt 0 for the first; more after a failure of the machine
 * @param trainSeconds wall-clock seconds of training and evaluation, shared by the trials of a pack
 * @param cpuSeconds processor seconds of the training thread
 */
public record Execution(
        String backend,
        String provider,
        String device,
        int packWidth,
        String host,
        int attempt,
        String javaVersion,
        String fwlstmVersion,
        double trainSeconds,
        double cpuSeconds,
        Instant startedAt,
        Instant finishedAt) {

    private static final String PROCESSOR = readProcessor();

    /** The same, but for the attempt. */
    public Execution withAttempt(int other) {
        return new Execution(
                backend,
                provider,
                device,
                packWidth,
                host,
                other,
                javaVersion,
                fwlstmVersion,
                trainSeconds,
                cpuSeconds,
                startedAt,
                finishedAt);
    }

    /** This program's version, or "development" when it does not run from a jar. */
    public static String version() {
        String version = Execution.class.getPackage().getImplementationVersion();
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

    /** This machine's processor, as far as the platform says. */
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
