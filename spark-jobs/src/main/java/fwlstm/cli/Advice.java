package fwlstm.cli;

import fwlstm.io.TemporaryFolder;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Advice about failures of Java, the system and Spark, whose own messages give none, or name options that {@code fw}
 * does not have.
 */
final class Advice {
    private static final String HEAP = "FW_JAVA_OPTS=-Xmx8g gives the program 8 GiB";
    private static final String PROCESSES =
            "no more threads or processes can be started: raise their number (ulimit -u,"
                    + " or the limit of the container), or run fewer at once, with --master 'local[2]'";

    /** Java's messages when memory is short; the heap is only one kind of memory. */
    private static final Map<String, String> MEMORY = memory();

    private static final Map<Pattern, Function<MatchResult, String>> SENTENCES = sentences();

    private Advice() {}

    private static Map<String, String> memory() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("native thread", PROCESSES);
        kinds.put(
                "Metaspace",
                "out of memory for classes; FW_JAVA_OPTS=-XX:MaxMetaspaceSize=1g sets the limit" + " to 1 GiB");
        kinds.put(
                "Compressed class space",
                "out of memory for classes; FW_JAVA_OPTS=-XX:CompressedClassSpaceSize=1g sets the limit to 1 GiB");
        kinds.put(
                "direct buffer",
                "out of memory outside the heap; FW_JAVA_OPTS=-XX:MaxDirectMemorySize=2g sets the limit to 2 GiB");
        kinds.put("Map failed", "out of address space: a file cannot be mapped into memory (ulimit -v)");
        kinds.put(
                "array size exceeds",
                "the network or batch exceeds the largest array of Java: use fewer hidden units or a smaller batch");
        kinds.put("implementation limit", kinds.get("array size exceeds"));
        kinds.put("String length", "a text is longer than Java can hold: request less at once");
        return kinds;
    }

    private static Map<Pattern, Function<MatchResult, String>> sentences() {
        Map<Pattern, Function<MatchResult, String>> known = new LinkedHashMap<>();
        known.put(Pattern.compile("OutOfMemoryError: (.*)"), said -> ofMemory(said.group(1)));
        known.put(Pattern.compile("error=11\\b|Resource temporarily unavailable"), said -> PROCESSES);
        known.put(
                Pattern.compile("Too many open files"),
                said -> "more files are open than this shell allows; raise the limit: ulimit -n 4096");
        known.put(
                Pattern.compile("Cannot call methods on a stopped SparkContext"),
                said -> "Spark was stopped: its master refused the application or was lost; does the master run"
                        + " the same version of Spark?");
        known.put(
                Pattern.compile("Address already in use.*'(\\w+)'|'(\\w+)'.*Address already in use"),
                said -> "the ports that Spark was told to use for "
                        + (said.group(1) != null ? said.group(1) : said.group(2))
                        + " are taken; without a setting such as spark.driver.port it chooses a free one");
        known.put(
                Pattern.compile("Cannot assign requested address"),
                said -> "Spark cannot listen at the configured address, since this machine does not have it;"
                        + " SPARK_LOCAL_IP, or spark.driver.bindAddress, selects one of its addresses,"
                        + " such as 127.0.0.1");
        known.put(
                Pattern.compile("RemoteClassLoaderError"),
                said -> "Spark cannot reach its own driver at spark.driver.host: this machine has no network,"
                        + " not even the loopback interface, or that is another host");
        known.put(Pattern.compile("UnknownHostException: ([^\\s:]+)"), said -> ofHost(said.group(1)));
        known.put(
                Pattern.compile("INVALID_EXECUTOR_MEMORY.*?at least (\\d+)"),
                said -> "spark.executor.memory is too small: Spark's executors need " + mebibytes(said.group(1))
                        + " MiB or more, as with FW_JAVA_OPTS=-Dspark.executor.memory=1g");
        known.put(
                Pattern.compile("INVALID_DRIVER_MEMORY.*?at least (\\d+)"),
                said -> "the heap is too small: Spark needs " + mebibytes(said.group(1)) + " MiB; " + HEAP);
        known.put(
                Pattern.compile("(?i)failed to create (?:a |any )?(?:temp|local) dir.*"),
                said -> "Spark cannot write to the temporary folder " + TemporaryFolder.path() + "; "
                        + TemporaryFolder.advice());
        known.put(
                Pattern.compile("^No space left on device$"),
                said -> "no space left on a disk: that of the results, or of the temporary folder "
                        + TemporaryFolder.path() + "; " + TemporaryFolder.advice());
        known.put(
                Pattern.compile("module java\\.base does not (?:\"?opens|\"?exports?)"),
                said -> "Java runs without the options that Spark needs; fw and spark-submit give them"
                        + " (conf/java-options)");
        return known;
    }

    /** Advice about a failure, in one line, if one of its causes is known. */
    static Optional<String> of(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof OutOfMemoryError) {
                return Optional.of(ofMemory(String.valueOf(e.getMessage())));
            }
            String said = String.valueOf(e.getMessage());
            if (e instanceof UnknownHostException) {
                return Optional.of(ofHost(said.replaceAll(":\\s.*", "")));
            }
            for (Map.Entry<Pattern, Function<MatchResult, String>> known : SENTENCES.entrySet()) {
                Matcher matcher = known.getKey().matcher(said);
                if (matcher.find()) {
                    return Optional.of(known.getValue().apply(matcher.toMatchResult()));
                }
            }
        }
        return Optional.empty();
    }

    private static String ofHost(String host) {
        return "cannot resolve the host " + host + "; if that is this machine, set SPARK_LOCAL_IP=127.0.0.1";
    }

    private static String ofMemory(String said) {
        return MEMORY.entrySet().stream()
                .filter(kind ->
                        said.toLowerCase(Locale.ROOT).contains(kind.getKey().toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("out of memory; " + HEAP);
    }

    private static long mebibytes(String bytes) {
        return Long.parseLong(bytes) >> 20;
    }
}
