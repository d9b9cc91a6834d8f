package fwlstm.spark;

import fwlstm.config.Trial;
import fwlstm.train.Backend;
import fwlstm.train.BackendName;
import fwlstm.train.BackendOptions;
import fwlstm.train.DeviceException;
import fwlstm.train.Execution;
import fwlstm.train.Machine;
import fwlstm.train.PackShape;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The backend of a sweep, decided before any work.
 *
 * @param options for executors
 * @param name {@code cpu} or {@code gpu}
 * @param provider the name of the implementation
 * @param device the GPU that was found, or the processor of this machine
 * @param widths largest pack by shape of the trials; empty if trials are trained one by one
 */
public record SweepBackend(
        BackendOptions options, String name, String provider, String device, Map<PackShape, Integer> widths)
        implements Serializable {
    /** The CPU. */
    public static SweepBackend cpu(BackendOptions asked) {
        try (Backend backend = BackendOptions.cpu()) {
            return of(asked.with(BackendName.CPU), backend, List.of());
        }
    }

    /**
     * Probes GPU 0 of this machine, for a local master.
     *
     * @throws DeviceException if a GPU is asked for, and cannot be used or cannot train one of the shapes
     */
    public static SweepBackend here(BackendOptions asked, Collection<Trial> trials) {
        return asked.name() == BackendName.CPU ? cpu(asked) : choose(asked, look(asked, 0, () -> samples(trials)));
    }

    /**
     * Probes a GPU that Spark assigns to a separate task.
     *
     * @throws DeviceException if a GPU is asked for, and cannot be used or cannot train one of the shapes
     */
    public static SweepBackend onCluster(SparkSession spark, BackendOptions asked, Collection<Trial> trials) {
        if (asked.name() == BackendName.CPU
                || !GpuResources.areGiven(spark.sparkContext().getConf())) {
            return cpu(asked);
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("probing a GPU");
        try {
            Found found = context.parallelize(List.of(samples(trials)), 1)
                    .map(samples -> look(asked, TaskContext.get(), samples))
                    .first();
            return choose(asked, found);
        } finally {
            context.setJobDescription(null);
        }
    }

    /** Whether trials are trained on GPUs, as far as known. */
    public boolean isGpu() {
        return options.name() != BackendName.CPU;
    }

    /** The largest pack of trials of one shape. */
    int packWidth(Trial trial) {
        return Math.max(1, widths.getOrDefault(PackShape.of(trial), 1));
    }

    /** The place where a trial that was given up failed. */
    Execution execution(int attempt) {
        Instant now = Instant.now();
        return new Execution(
                name,
                provider,
                device,
                1,
                Machine.localHost(),
                attempt,
                System.getProperty("java.version"),
                Machine.version(),
                0,
                0,
                now,
                now);
    }

    /** For people: {@code backend gpu (NVIDIA H200, provider cuda), packs of up to 64 trials}. */
    public String text() {
        if (!isGpu()) {
            return "backend cpu (provider " + provider + ")";
        }
        int widest = widths.values().stream().mapToInt(width -> width).max().orElse(1);
        return String.format(
                Locale.ROOT, "backend %s (%s, provider %s), packs of up to %d trials", name, device, provider, widest);
    }

    /**
     * The result of the probe.
     *
     * @param backend null if no GPU can be used
     * @param reason the reason, else null
     * @param untrainable a trial whose shape the GPU cannot train; null if there is none
     */
    private record Found(SweepBackend backend, String reason, Trial untrainable) implements Serializable {}

    private static Found look(BackendOptions asked, TaskContext task, List<Trial> samples) {
        try {
            Found found = look(asked, GpuResources.ordinal(task), () -> samples);
            return found.reason == null ? found : new Found(null, GpuResources.reason(found.reason), null);
        } catch (DeviceException e) {
            return new Found(null, GpuResources.reason(e.getMessage()), null);
        }
    }

    /** @param ofEachShape one trial of each shape, evaluated only if there is a GPU */
    private static Found look(BackendOptions asked, int ordinal, Supplier<List<Trial>> ofEachShape) {
        try (Backend backend = asked.with(BackendName.GPU).open(ordinal)) {
            List<Trial> samples = ofEachShape.get();
            Trial untrainable = samples.stream()
                    .filter(trial -> backend.packWidth(trial) == 0)
                    .findFirst()
                    .orElse(null);
            return new Found(of(asked, backend, samples), null, untrainable);
        } catch (DeviceException e) {
            return new Found(null, e.getMessage(), null);
        }
    }

    private static SweepBackend of(BackendOptions options, Backend backend, Collection<Trial> samples) {
        Map<PackShape, Integer> widths = new LinkedHashMap<>();
        samples.forEach(trial -> widths.put(PackShape.of(trial), backend.packWidth(trial)));
        return new SweepBackend(options, backend.name(), backend.provider(), backend.device(), widths);
    }

    private static SweepBackend choose(BackendOptions asked, Found found) {
        if (asked.name() == BackendName.GPU && found.backend == null) {
            throw new DeviceException(found.reason);
        } else if (asked.name() == BackendName.GPU && found.untrainable != null) {
            throw BackendOptions.cannotTrain(found.untrainable);
        } else if (found.backend == null) {
            BackendOptions.logFallback(found.reason);
            return cpu(asked);
        } else if (!found.backend.widths.isEmpty()
                && found.backend.widths.values().stream().allMatch(width -> width == 0)) {
            BackendOptions.logFallback("it can train none of these trials");
            return cpu(asked);
        }
        return found.backend;
    }

    /** One trial of each shape. */
    private static List<Trial> samples(Collection<Trial> trials) {
        return List.copyOf(trials.stream()
                .collect(Collectors.toMap(PackShape::of, trial -> trial, (first, more) -> first, LinkedHashMap::new))
                .values());
    }
}
