package fwlstm.spark;

import fwlstm.io.Sentence;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The master of a standalone cluster.
 *
 * @param addresses {@code HOST:PORT}; several if others stand by
 */
record StandaloneMaster(List<String> addresses) {
    private static final String SCHEME = "spark://";
    private static final int MILLIS_TO_ANSWER = 5000;

    /** The master of a URL {@code spark://HOST:PORT,…}; empty for any other. */
    static Optional<StandaloneMaster> of(String url) {
        return url.startsWith(SCHEME)
                ? Optional.of(new StandaloneMaster(
                        List.of(url.substring(SCHEME.length()).split(","))))
                : Optional.empty();
    }

    /**
     * Finds out whether anybody listens, since Spark itself would try for a minute and then fail in many words.
     *
     * @throws IllegalStateException if none of the addresses can be connected to
     */
    void requireReachable() {
        List<String> problems = new ArrayList<>();
        for (String address : addresses) {
            Optional<String> problem = problem(address);
            if (problem.isEmpty()) {
                return;
            }
            problems.add(address + " (" + problem.get() + ")");
        }
        throw new IllegalStateException("no Spark master answers at " + String.join(" or ", problems));
    }

    private static Optional<String> problem(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(address.substring(colon + 1));
            InetSocketAddress endpoint = new InetSocketAddress(address.substring(0, Math.max(colon, 0)), port);
            if (endpoint.isUnresolved()) {
                return Optional.of("unknown host");
            }
            socket.connect(endpoint, MILLIS_TO_ANSWER);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(Sentence.of(e));
        }
    }
}
