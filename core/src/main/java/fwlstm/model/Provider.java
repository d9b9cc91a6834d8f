package fwlstm.model;

import java.util.Optional;

/**
 * A way to compute on the CPU. Found with {@link java.util.ServiceLoader}; its class must load on every supported Java
 * platform, so that {@link #unavailable()} can say what is missing.
 */
public interface Provider {
    /** The name recorded with every result and accepted by {@code -Dfwlstm.provider}. */
    String name();

    /** What it is, in one phrase. */
    String description();

    /** Providers are tried from the highest rank down. */
    int rank();

    /** Why it cannot be used here and what would lift that, or empty if it can. */
    Optional<String> unavailable();

    /** Typical single-core speed in operations per second, for estimates before anything has been measured. */
    double typicalSpeed();

    /** An engine with these initial parameters, of which it becomes the owner. */
    Engine engine(NetworkConfig config, Parameters parameters);
}
