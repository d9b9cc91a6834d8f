package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Trial;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepScaleIT {
    private static final String SWEEP = """
            name: large
            task: {name: art, pairs: 4}
            cell: {name: fw-lstm, hidden: {int: [1, 400]}, lambda: {uniform: [0, 1]}}
            train: {updates: 1000, learning_rate: {log_uniform: [1e-4, 1e-2]}}
            seeds: 1
            search: {strategy: sobol, configurations: 100000}
            """;

    @Test
    void a_hundred_thousand_trials_are_planned_in_seconds() {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean(); // of the processor: others may be using the machine
        long start = clock.getCurrentThreadCpuTime();
        Sweep sweep = SweepFile.parse(SWEEP, List.of());
        assertThat(sweep.trials().stream().map(Trial::id).distinct()).hasSize(100_000);
        assertThat((clock.getCurrentThreadCpuTime() - start) / 1e9).isLessThan(20);
    }
}
