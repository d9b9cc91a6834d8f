package fwlstm.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many trials a Spark master trains at once, as far as its URL says. */
record Cores(int count, String text) {
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:,\\s*\\d+)?])?");

    static Cores of(String master) {
        String url = master != null ? master : System.getProperty("spark.master", "local[*]");
        Matcher local = LOCAL.matcher(url);
        if (!local.matches()) {
            return new Cores(1, "one core of " + url);
        }
        String threads = local.group(1) == null ? "1" : local.group(1);
        int count = threads.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads);
        return new Cores(count, count == 1 ? "1 core" : count + " cores");
    }
}
