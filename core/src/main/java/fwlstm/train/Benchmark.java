package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import fwlstm.model.Provider;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import java.util.Arrays;

/** Times updates of one trial on the calling thread: data, forward, backward and optimiser. */
public final class Benchmark {
    private Benchmark() {}

    /**
     * What was measured once the updates had become steady.
     *
     * @param median milliseconds per update
     * @param least of the fastest update
     * @param gigaflops operations counted by {@link Cost} over the median, in 10⁹ per second
     */
    public record Timing(double median, double least, int updates, double gigaflops) {}

    /** Runs a trial's updates for {@code seconds} to warm up, then as long again under the clock. */
    public static Timing time(Provider provider, Trial trial, double seconds) {
        Engine engine = provider.engine(NetworkConfig.of(trial), Parameters.initial(trial.cell(), trial.seed()));
        Dataset data = new Dataset(trial.task(), trial.data(), trial.seed());
        Batch batch = new Batch(trial.task().steps(), trial.train().batch());
        long[] nanos = new long[1024];
        int updates = 0;
        long start = System.nanoTime();
        boolean warm = false;
        for (long update = 0; ; update++) {
            long before = System.nanoTime();
            data.train(update, batch);
            engine.gradients(batch);
            engine.update(trial.train().learningRate());
            long after = System.nanoTime();
            boolean due = after - start > seconds * 1e9;
            if (warm) {
                nanos = updates == nanos.length ? Arrays.copyOf(nanos, 2 * updates) : nanos;
                nanos[updates++] = after - before;
                if (due) {
                    break;
                }
            } else if (due) {
                warm = true;
                start = after;
            }
        }
        long[] sorted = Arrays.copyOf(nanos, updates);
        Arrays.sort(sorted);
        double median = 0.5e-6 * (sorted[(updates - 1) / 2] + sorted[updates / 2]);
        return new Timing(median, 1e-6 * sorted[0], updates, Cost.ofUpdate(trial) / median * 1e-6);
    }
}
