package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.model.Score;
import fwlstm.task.Split;
import fwlstm.train.PackBenchmark.Timing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackBenchmarkTest {
    @Test
    void a_pack_of_trials_with_seeds_of_their_own_that_share_a_shape() {
        List<Trial> pack = PackBenchmark.pack(trial(Map.of()), 5);
        assertThat(pack.stream().map(Trial::seed)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(pack.stream().map(PackShape::of).distinct()).hasSize(1);
    }

    @Test
    void a_real_pack_is_timed() {
        Backend cpu = new CpuBackend(Providers.named("java"));
        Timing timing = PackBenchmark.time(cpu, PackBenchmark.pack(trial(Map.of()), 3), 0.05);
        assertThat(timing.trials()).isEqualTo(3);
        assertThat(timing.least()).isPositive().isLessThanOrEqualTo(timing.median());
        assertThat(timing.updates()).isPositive();
    }

    @Test
    void time_is_per_update_of_the_pack_and_no_update_lies_beyond_the_trials_budget() {
        SleepyPack pack = new SleepyPack(2, 7, 0.5);
        Timing timing = PackBenchmark.time(backend(pack), PackBenchmark.pack(trial(Map.of("updates", "7")), 4), 0.1);
        assertThat(timing.least()).isGreaterThanOrEqualTo(2);
        assertThat(timing.median()).isLessThan(40);
        assertThat(timing.updates()).isLessThanOrEqualTo(pack.updates);
        assertThat(pack.closed).isTrue();
    }

    @Test
    void what_diverges_is_no_measurement() {
        SleepyPack pack = new SleepyPack(0, 20_000, Double.NaN);
        assertThatThrownBy(() -> PackBenchmark.time(backend(pack), PackBenchmark.pack(trial(Map.of()), 1), 0.1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("diverged");
        assertThat(pack.closed).isTrue();
    }

    private static Trial trial(Map<String, String> train) {
        Map<String, String> values = new HashMap<>(train);
        values.put("batch", "4");
        return new Trial(
                Settings.bind(TaskConfig.class, Map.of("name", "art", "pairs", "1")),
                CellConfig.of("irnn", Map.of("hidden", "3")),
                Settings.bind(TrainConfig.class, values),
                Settings.bind(DataConfig.class, Map.of("train", "100")),
                0);
    }

    private static Backend backend(Pack pack) {
        return new Backend() {
            @Override
            public String name() {
                return "sleepy";
            }

            @Override
            public String provider() {
                return "sleepy";
            }

            @Override
            public String numerics() {
                return "sleepy";
            }

            @Override
            public String device() {
                return "none";
            }

            @Override
            public int packWidth(Trial trial) {
                return 4;
            }

            @Override
            public Pack open(List<Trial> trials) {
                return pack;
            }
        };
    }

    /** Sleeps as long for an update of all its trials, whatever their number. */
    private static final class SleepyPack implements Pack {
        private final int millisPerUpdate;
        private final int budget;
        private final double loss;
        private int updates;
        private boolean closed;

        SleepyPack(int millisPerUpdate, int budget, double loss) {
            this.millisPerUpdate = millisPerUpdate;
            this.budget = budget;
            this.loss = loss;
        }

        @Override
        public double[] train(int[] from, int updates, double[] lossSums) {
            assertThat(from[0]).isNotNegative();
            assertThat(from[0] + updates).isLessThanOrEqualTo(budget);
            this.updates += updates;
            try {
                Thread.sleep((long) millisPerUpdate * updates);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            double[] losses = new double[from.length];
            Arrays.fill(losses, loss);
            return losses;
        }

        @Override
        public Score[] evaluate(boolean[] wanted, Split split) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void keepBest(int trial) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void useBest(int trial) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Snapshot snapshot(int trial) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restore(int trial, Snapshot snapshot) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
