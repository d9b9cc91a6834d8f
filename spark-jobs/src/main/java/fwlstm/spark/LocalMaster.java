package fwlstm.spark;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Spark master inside this process: {@code local}, {@code local[N]}, {@code local[*]} or {@code local[N, F]}.
 *
 * @param threads tasks that run at once
 */
public record LocalMaster(int threads) {
    private static final Pattern URL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:,\\s*\\d+)?])?");

    /** The local master of a URL; empty for a cluster. */
    public static Optional<LocalMaster> of(String url) {
        Matcher local = URL.matcher(url);
        if (!local.matches()) {
            return Optional.empty();
        }
        String threads = local.group(1) == null ? "1" : local.group(1);
        int count = threads.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads);
        return Optional.of(new LocalMaster(count));
    }
}
