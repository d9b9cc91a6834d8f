package fwlstm.model;

import fwlstm.task.Question;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * A way to compute on the CPU. Found with {@link java.util.ServiceLoader}; its class must load on every supported Java
 * platform, so that {@link #unavailable()} can say what is missing.
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

    /** Typical single-core speed in operations per second, for estimates before anything has been measured. */
    double typicalSpeed();

    /** An engine with these initial parameters, of which it becomes the owner. */
    Engine engine(NetworkConfig config, Parameters parameters);

    /** The most 10⁹ operations per second of fused multiply-adds on one core, measured now; empty if it cannot tell. */
    default OptionalDouble peakGigaflops() {
        return OptionalDouble.empty();
    }

    /**
     * Runs one sequence forward and tells what the fast weight memory did.
     *
     * @param config of a cell with fast weights and a batch of one
     * @param parameters are only read
     * @param question as long as the network's sequences
     * @return empty if this provider cannot tell
     */
    default Optional<MemoryTrace> memoryTrace(NetworkConfig config, Parameters parameters, Question question) {
        return Optional.empty();
    }

    /**
     * Runs an engine and takes the time of its phases.
     *
     * @param warmUp run before the clock starts
     * @param work run under the clock
     * @return each phase's share of the time, 0 to 1, in a fixed order; empty if it cannot tell
     */
    default Map<String, Double> phases(
            NetworkConfig config, Parameters parameters, Consumer<Engine> warmUp, Consumer<Engine> work) {
        return Map.of();
    }
}
