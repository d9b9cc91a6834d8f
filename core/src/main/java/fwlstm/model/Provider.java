package fwlstm.model;

import java.util.Optional;

/**
 * A way to compute on the CPU. Found with {@link java.util.ServiceLoader}; its class must load on every supported Java
 * platform, so that {@link #unavailable()} can say what is missing. One that knows more implements {@link Profile} or
 * {@link MemoryTracer} too.
 */
public interface Provider {
    /** The name recorded with every result and accepted by {@code -Dfwlstm.provider}. */
    String name();

    /** What it is, in one phrase. */
    String description();

    /**
     * What determines its bits: two providers of the same numerics give the same numbers to the last bit, so that a trial
     * begun with one may go on with the other.
     */
    default String numerics() {
        return name();
    }

    /** Providers are tried from the highest rank down. */
    int rank();

    /** Why it cannot be used here and what would lift that, or empty if it can. */
    Optional<String> unavailable();

    /** An engine with these initial parameters, of which it becomes the owner. */
    Engine engine(NetworkConfig config, Parameters parameters);
}
