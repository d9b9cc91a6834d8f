package fwlstm.spark;

import fwlstm.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.network.util.JavaUtils;

/** Checks a Spark master before Spark starts, which would report problems later and less clearly. */
public final class MasterUrl {
    private static final String ALLOWED = "local, local[N], local[*], spark://HOST:PORT, yarn or k8s://URL";
    private static final String COUNT = "[1-9]\\d{0,3}";
    private static final String ADDRESS = "(?:[^:,/\\[\\]]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})";
    private static final Pattern KNOWN =
            Pattern.compile("local|local\\[(" + COUNT + "|\\*)(,\\s*" + COUNT + ")?]|yarn|k8s://.+");
    private static final Pattern STANDALONE = Pattern.compile("spark://" + ADDRESS + "(," + ADDRESS + ")*");
    private static final Pattern PORT = Pattern.compile(":(\\d+)(?=,|$)");
    private static final Pattern PROCESSES =
            Pattern.compile("local-cluster\\[\\s*(\\d{1,4})\\s*,\\s*(\\d{1,4})\\s*,\\s*(\\d{1,6})\\s*]");
    private static final int HIGHEST_PORT = 65535;
    private static final String EXECUTOR_MEMORY = "spark.executor.memory";

    private MasterUrl() {}

    /**
     * Refuses a master that Spark does not understand, or that lacks something on this machine.
     *
     * @param option the origin of the URL, for messages
     */
    public static void check(String option, String url) {
        check(option, url, System.getenv());
    }

    static void check(String option, String url, Map<String, String> environment) {
        Matcher processes = PROCESSES.matcher(url);
        if (processes.matches()) {
            checkProcesses(option, url, processes, environment);
        } else if (!isKnown(url)) {
            String small = url.toLowerCase(Locale.ROOT);
            throw ConfigException.of(option, url, (isKnown(small) ? "did you mean " + small + "? " : "") + ALLOWED);
        }
    }

    private static boolean isKnown(String url) {
        return KNOWN.matcher(url).matches()
                || STANDALONE.matcher(url).matches()
                        && PORT.matcher(url)
                                .results()
                                .mapToInt(port -> Integer.parseInt(port.group(1)))
                                .allMatch(port -> port > 0 && port <= HIGHEST_PORT);
    }

    /** Spark starts the workers of {@code local-cluster} from an installation, and executors that fit into them. */
    private static void checkProcesses(String option, String url, Matcher numbers, Map<String, String> environment) {
        if (Integer.parseInt(numbers.group(1)) == 0 || Integer.parseInt(numbers.group(2)) == 0) {
            throw ConfigException.of(
                    option, url, "local-cluster[WORKERS,CORES,MEMORY] with one worker and core or more");
        }
        String memory = System.getProperty(EXECUTOR_MEMORY, "1g");
        if (Integer.parseInt(numbers.group(3)) < mebibytes(memory)) {
            throw ConfigException.of(
                    option,
                    url,
                    "workers with the memory of an executor, " + mebibytes(memory) + " MiB (" + EXECUTOR_MEMORY + "="
                            + memory + "), or more");
        }
        boolean installed = Stream.of(
                        System.getProperty("spark.test.home"),
                        System.getProperty("spark.home"),
                        environment.get("SPARK_HOME"))
                .filter(Objects::nonNull)
                .findFirst()
                .filter(home -> Files.isDirectory(Path.of(home, "jars")))
                .isPresent();
        if (!installed) {
            throw ConfigException.of(
                    option,
                    url + " without an installation of Spark",
                    "this with SPARK_HOME set to a folder of Spark that has jars in it; local[N] needs none");
        }
    }

    private static long mebibytes(String memory) {
        try {
            return JavaUtils.byteStringAsMb(memory);
        } catch (IllegalArgumentException e) {
            throw ConfigException.of(EXECUTOR_MEMORY, memory, "a size such as 2g or 1500m");
        }
    }
}
