package fwlstm.model;

import java.util.Optional;

/**
 * An implementation of the computation on the CPU. Found with {@link java.util.ServiceLoader}; its class must load on
 * every supported Java platform, so that {@link #unavailable()} can tell what is missing. It may also implement {@link
 * Profile} or {@link MemoryTracer}.
 */
public interface Provider {
    /** The name recorded with every result and accepted by {@code -Dfwlstm.provider}. */
    String name();

    /** Its description, in one phrase. */
    String description();

    /**
     * The name of its numerics: two providers with the same numerics give the same numbers to the last bit, so that a
     * trial started with one can be resumed with the other.
     */
    default String numerics() {
        return name();
    }

    /** Providers are tried from the highest rank down. */
    int rank();

    /** The reason why it cannot be used here and the remedy, or empty if it can be used. */
    Optional<String> unavailable();

    /** An engine with these initial parameters, of which it becomes the owner. */
    Engine engine(NetworkConfig config, Parameters parameters);
}
