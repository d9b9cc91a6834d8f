package fwlstm.bench;

import fwlstm.config.Trial;
import fwlstm.model.Profile;
import fwlstm.model.Provider;
import fwlstm.text.TextTable;
import fwlstm.train.Benchmark;
import fwlstm.train.Benchmark.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Times training on one core. */
public final class CpuBench {
    private final Provider provider;
    private final OptionalDouble peak;

    /**
     * A point of the benchmark.
     *
     * @param steps random tokens of a sequence; null for sequences of the trial's task
     */
    public record Point(Trial trial, Integer steps) {
        private Benchmark benchmark(Provider provider) {
            return steps == null ? Benchmark.of(provider, trial) : Benchmark.of(provider, trial, steps);
        }
    }

    public CpuBench(Provider provider) {
        this.provider = provider;
        peak = Profile.of(provider).peakGigaflops();
    }

    /** Multiply-adds that a core can make, in GFLOP/s; empty if this provider does not know. */
    public OptionalDouble peak() {
        return peak;
    }

    /**
     * Milliseconds per update and GFLOP/s, one row per point.
     *
     * @param points all with steps, or all without
     * @param seconds to warm up, and again to measure, per point
     * @param phases whether to measure also the share of each phase, in percent
     */
    public TextTable run(List<Point> points, double seconds, boolean phases) {
        List<Benchmark> benchmarks = new ArrayList<>();
        List<Timing> timings = new ArrayList<>();
        for (Point point : points) {
            benchmarks.add(point.benchmark(provider));
            timings.add(benchmarks.get(benchmarks.size() - 1).time(seconds));
        }
        // The clock of the phases disturbs the compiler's optimisation, so it runs only after everything else is
        // measured.
        List<Map<String, Double>> shares = phases
                ? benchmarks.stream()
                        .map(benchmark -> benchmark.phases(seconds))
                        .toList()
                : List.of();
        return table(points, timings, shares);
    }

    private TextTable table(List<Point> points, List<Timing> timings, List<Map<String, Double>> shares) {
        String length = points.get(0).steps == null ? "pairs" : "steps";
        List<String> header = new ArrayList<>(
                List.of("cell", "hidden", length, "ms_median", "ms_least", "updates", "gflops", "percent_of_peak"));
        header.addAll(shares.isEmpty() ? List.of() : shares.get(0).keySet());
        TextTable table = new TextTable(header);
        for (int n = 0; n < points.size(); n++) {
            List<String> row = row(points.get(n), timings.get(n));
            if (!shares.isEmpty()) {
                shares.get(n).values().forEach(share -> row.add(TextTable.number(100 * share, 0)));
            }
            table.add(row);
        }
        return table;
    }

    private List<String> row(Point point, Timing timing) {
        Trial trial = point.trial;
        return new ArrayList<>(List.of(
                trial.cell().name(),
                String.valueOf(trial.cell().layers().hidden()),
                String.valueOf(point.steps == null ? trial.task().pairs() : point.steps),
                TextTable.number(timing.median(), 3),
                TextTable.number(timing.least(), 3),
                String.valueOf(timing.updates()),
                TextTable.number(timing.gigaflops(), 1),
                peak.isPresent() ? TextTable.number(100 * timing.gigaflops() / peak.getAsDouble(), 0) : ""));
    }
}
