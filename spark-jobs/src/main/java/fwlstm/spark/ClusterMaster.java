package fwlstm.spark;

import fwlstm.io.Sentence;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The manager of a cluster's machines.
 *
 * @param what it is, for people
 * @param addresses {@code HOST:PORT}; several if there are standbys
 */
record ClusterMaster(String what, List<String> addresses) {
    private static final String STANDALONE = "spark://";
    private static final int MILLIS_TO_ANSWER = 5000;

    /** The one that a master URL denotes; empty if its address is not known. */
    static Optional<ClusterMaster> of(String url) {
        if (url.startsWith(STANDALONE)) {
            String[] addresses = url.substring(STANDALONE.length()).split(",");
            return Optional.of(new ClusterMaster("Spark master", List.of(addresses)));
        }
        return url.equals(Yarn.MASTER)
                ? Optional.of(new ClusterMaster("resource manager of YARN", Yarn.resourceManagers()))
                : Optional.empty();
    }

    /**
     * Checks whether it answers, since Spark itself would try for minutes and then fail with a long message.
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
        throw new IllegalStateException("no " + what + " answers at " + String.join(" or ", problems));
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
