package fwlstm.spark;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkThrowable;

/** The reason why Spark does not start, in one line: its own message, with the master and the given settings. */
final class StartFailure {
    private static final int MOST_SETTINGS = 5;
    private static final Pattern AROUND =
            Pattern.compile("^\\[[A-Z0-9_.]+]\\s*|^requirement failed: |\\s*SQLSTATE: \\w+$");

    /** Settings that Spark, spark-submit or this program set themselves. */
    private static final List<String> OWN = List.of("spark.master", "spark.app.", "spark.submit.", "spark.jars");

    private StartFailure() {}

    static IllegalStateException of(SparkConf conf, Exception e) {
        TreeMap<String, String> given = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("spark.") && OWN.stream().noneMatch(name::startsWith)) {
                given.put(name, System.getProperty(name));
            }
        }
        String settings = given.entrySet().stream()
                .limit(MOST_SETTINGS)
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(", ", " and ", given.size() > MOST_SETTINGS ? ", …" : ""));
        return new IllegalStateException(
                "Spark does not start with master " + conf.get("spark.master") + (given.isEmpty() ? "" : settings)
                        + ": " + sentence(e),
                e);
    }

    /** The innermost error with a message; Spark's named errors take precedence. */
    private static String sentence(Throwable e) {
        Throwable told = e;
        boolean named = false;
        for (Throwable t = e; t != null; t = t.getCause()) {
            boolean namedToo = t instanceof SparkThrowable error && error.getCondition() != null;
            if (namedToo || !named && t.getMessage() != null) {
                told = t;
                named |= namedToo;
            }
        }
        String line = Optional.ofNullable(told.getMessage())
                .orElse(told.toString())
                .replaceAll("\\s+", " ")
                .strip();
        String bare = AROUND.matcher(line).replaceAll("");
        return told instanceof ClassNotFoundException ? "there is no class " + bare : bare;
    }
}
