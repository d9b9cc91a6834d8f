package fwlstm.model;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** The speed of a provider, for estimates and benchmarks. A {@link Provider} may also implement this. */
public interface Profile {
    /** The profile of a provider; a provider without one counts as fast as plain Java. */
    static Profile of(Provider provider) {
        return provider instanceof Profile profile ? profile : () -> 8e9;
    }

    /** Typical single-core speed in operations per second, for estimates before anything has been measured. */
    double typicalSpeed();

    /** The peak rate of fused multiply-adds on one core in GFLOP/s, measured now; empty if unknown. */
    default OptionalDouble peakGigaflops() {
        return OptionalDouble.empty();
    }

    /**
     * Runs an engine and measures the time of its phases.
     *
     * @param warmUp run before the measurement
     * @param work the measured work
     * @return each phase's share of the time, 0 to 1, in a fixed order; empty if unknown
     */
    default Map<String, Double> phases(
            NetworkConfig config, Parameters parameters, Consumer<Engine> warmUp, Consumer<Engine> work) {
        return Map.of();
    }
}
