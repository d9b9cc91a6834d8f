package fwlstm.serve;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is asked for.
 *
 * @param path the names between slashes, decoded; the last one is empty after a slash. Nobody makes a file's path of
 *     them
 * @param query parameters by name, decoded
 */
record Request(List<String> path, Map<String, String> query) {
    /** The longest path and query that are read, in characters. */
    static final int MOST_CHARACTERS = 4096;

    /** @throws IllegalArgumentException if it is encoded wrongly */
    static Request of(URI address) {
        List<String> path = Stream.of(address.getRawPath().substring(1).split("/", -1))
                .map(name -> decoded(name.replace("+", "%2B")))
                .toList();
        Map<String, String> query = new HashMap<>();
        if (address.getRawQuery() != null) {
            for (String parameter : address.getRawQuery().split("&")) {
                int equals = parameter.indexOf('=');
                if (equals > 0) {
                    query.put(decoded(parameter.substring(0, equals)), decoded(parameter.substring(equals + 1)));
                }
            }
        }
        return new Request(path, query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** A name or a value as part of an address. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }
}
