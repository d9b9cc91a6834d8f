package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import fwlstm.model.Profile;
import fwlstm.model.Provider;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import java.util.Arrays;
import java.util.Map;

/** Times updates on the calling thread: data, forward pass, backward pass and optimiser. */
public final class Benchmark {
    private static final double LEARNING_RATE = 1e-3;

    private final Provider provider;
    private final NetworkConfig config;
    private final Source data;

    /** The source of batches. */
    private interface Source {
        void fill(long update, Batch batch);
    }

    private Benchmark(Provider provider, NetworkConfig config, Source data) {
        this.provider = provider;
        this.config = config;
        this.data = data;
    }

    /** A benchmark on the data of a trial. */
    public static Benchmark of(Provider provider, Trial trial) {
        return new Benchmark(
                provider, NetworkConfig.of(trial), new Dataset(trial.task(), trial.data(), trial.seed())::train);
    }

    /** A benchmark on sequences of {@code steps} random tokens, of any length. */
    public static Benchmark of(Provider provider, Trial trial, int steps) {
        NetworkConfig config = NetworkConfig.of(trial.cell(), trial.train(), steps);
        return new Benchmark(provider, config, (update, batch) -> {
            if (update == 0) {
                batch.fillRandomly(trial.seed());
            }
        });
    }

    /**
     * The measurement after warm-up.
     *
     * @param median milliseconds per update
     * @param least of the fastest update
     * @param gigaflops FLOPs counted by {@link FlopCount} divided by the median, in 10⁹ per second
     */
    public record Timing(double median, double least, int updates, double gigaflops) {}

    /** Runs updates for {@code seconds} to warm up, then as long again under the clock. */
    public Timing time(double seconds) {
        Engine engine = engine();
        Batch batch = new Batch(config.steps(), config.train().batch());
        run(engine, batch, seconds);
        double[] millis = run(engine, batch, seconds);
        Arrays.sort(millis);
        int updates = millis.length;
        double median = 0.5 * (millis[(updates - 1) / 2] + millis[updates / 2]);
        return new Timing(median, millis[0], updates, FlopCount.ofUpdate(config) / median * 1e-6);
    }

    /** The share of each phase in the time of an update, 0 to 1; empty if the provider cannot tell. */
    public Map<String, Double> phases(double seconds) {
        Batch batch = new Batch(config.steps(), config.train().batch());
        return Profile.of(provider)
                .phases(
                        config,
                        Parameters.initial(config.cell(), 0),
                        engine -> run(engine, batch, seconds / 2),
                        engine -> run(engine, batch, seconds / 2));
    }

    private Engine engine() {
        return provider.engine(config, Parameters.initial(config.cell(), 0));
    }

    /** Milliseconds of each update. */
    private double[] run(Engine engine, Batch batch, double seconds) {
        double[] millis = new double[1024];
        int updates = 0;
        long start = System.nanoTime();
        long before = start;
        do {
            data.fill(updates, batch);
            engine.gradients(batch);
            engine.update(LEARNING_RATE);
            long after = System.nanoTime();
            millis = updates == millis.length ? Arrays.copyOf(millis, 2 * updates) : millis;
            millis[updates++] = (after - before) * 1e-6;
            before = after;
        } while (before - start < seconds * 1e9);
        return Arrays.copyOf(millis, updates);
    }
}
