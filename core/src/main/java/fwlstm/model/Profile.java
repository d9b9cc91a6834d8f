package fwlstm.model;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** How fast a provider is: what estimates begin with and benchmarks report. A {@link Provider} may implement it too. */
public interface Profile {
    /** The profile of a provider; one that has none is taken to be as fast as plain Java. */
    static Profile of(Provider provider) {
        return provider instanceof Profile profile ? profile : () -> 8e9;
    }

    /** Typical single-core speed in operations per second, for estimates before anything has been measured. */
    double typicalSpeed();

    /** The most 10⁹ operations per second of fused multiply-adds on one core, measured now; empty if it cannot tell. */
    default OptionalDouble peakGigaflops() {
        return OptionalDouble.empty();
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
