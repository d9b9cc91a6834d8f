package fwlstm.bench;

import fwlstm.bench.BackendCheck.Findings;
import fwlstm.config.Trial;
import fwlstm.text.TextTable;
import fwlstm.train.Backend;
import fwlstm.train.BackendOptions;
import fwlstm.train.OutOfDeviceMemoryException;
import fwlstm.train.PackBenchmark;
import fwlstm.train.PackBenchmark.Timing;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Times packs on a GPU and a trial on a CPU core, or checks one against the other. */
public final class GpuBench {
    private static final String STEPWISE = "stepwise";

    private final MeasuredGpu gpu;
    private final Backend cpu = BackendOptions.cpu();
    private final TextTable.Format format;
    private final PrintWriter out;
    private final PrintWriter progress;

    /**
     * The points to measure.
     *
     * @param trials one for each network
     * @param packs sizes of packs, ascending
     * @param stepwise whether packs are measured step by step too
     * @param seconds to warm up, and again to measure, for each line of the table
     */
    public record Plan(List<Trial> trials, List<Integer> packs, boolean stepwise, double seconds) {}

    /**
     * A benchmark of a GPU.
     *
     * @param out for the table
     * @param progress for a line about each point when it is measured
     */
    public GpuBench(MeasuredGpu gpu, TextTable.Format format, PrintWriter out, PrintWriter progress) {
        this.gpu = gpu;
        this.format = format;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Measures trials.
     *
     * @param table for the figures
     */
    public void measure(Plan plan, PackTable table) {
        describe(", batch " + plan.trials.get(0).train().batch());
        plan.trials.forEach(trial -> measure(trial, plan, table));
        out.println(table.format(format));
    }

    /**
     * Checks cells.
     *
     * @param cells their names
     * @return whether the GPU computes the same as the CPU
     */
    public boolean check(Collection<String> cells) throws IOException {
        describe("");
        return check(CheckCase.ALL.stream()
                .filter(network -> cells.contains(network.cell()))
                .toList());
    }

    /** Prints the configuration of the measurement; fails if there is no GPU. */
    private void describe(String more) {
        try (Backend backend = gpu.open(false)) {
            if (format != TextTable.Format.CSV) {
                out.printf(
                        Locale.ROOT,
                        "provider %s, %s, beside provider %s, one core of %s, Java %s%s%n%n",
                        backend.provider(),
                        backend.device(),
                        cpu.provider(),
                        cpu.device(),
                        System.getProperty("java.version"),
                        more);
                out.flush();
            }
        }
    }

    private boolean check(List<CheckCase> networks) throws IOException {
        BackendCheck check = new BackendCheck(cpu, gpu);
        CheckTable table = new CheckTable();
        int failed = 0;
        for (CheckCase network : networks) {
            Findings findings = check.check(network);
            table.add(findings);
            failed += findings.holds() ? 0 : 1;
            progress.printf(Locale.ROOT, "%s: %s%n", network.label(), findings.holds() ? "ok" : "FAILED");
        }
        table.addAllowed(check);
        out.println(table.format(format));
        if (failed > 0) {
            progress.printf(Locale.ROOT, "fw: GPU and CPU differ on %d of %d networks%n", failed, networks.size());
        }
        return failed == 0;
    }

    private void measure(Trial trial, Plan plan, PackTable table) {
        String name = String.format(
                Locale.ROOT,
                "%s H=%d K=%d",
                trial.cell().name(),
                trial.cell().layers().hidden(),
                trial.task().pairs());
        Timing alone = PackBenchmark.time(cpu, List.of(trial), plan.seconds);
        table.addCpu(trial, alone);
        progress.printf(Locale.ROOT, "%s, one CPU core: %s ms%n", name, TextTable.number(alone.median(), 3));
        try (Backend backend = gpu.open(false)) {
            for (int pack : plan.packs) {
                progress.printf(
                        Locale.ROOT,
                        "%s, %d as one: %s%n",
                        name,
                        pack,
                        measure(backend, trial, pack, plan.seconds, table));
            }
        }
        if (plan.stepwise && !table.has(trial, STEPWISE)) {
            try (Backend backend = gpu.open(true)) {
                for (int pack : plan.packs) {
                    String result = measure(backend, trial, pack, plan.seconds, table);
                    progress.printf(Locale.ROOT, "%s, %d as one, %s: %s%n", name, pack, STEPWISE, result);
                }
            }
        }
    }

    private static String measure(Backend backend, Trial trial, int pack, double seconds, PackTable table) {
        int width = backend.packWidth(trial);
        if (pack > width) {
            return "left out, the widest pack here is " + width;
        }
        try {
            Timing timing = PackBenchmark.time(backend, PackBenchmark.pack(trial, pack), seconds);
            table.add(trial, timing);
            return TextTable.number(timing.median(), 4) + " ms";
        } catch (OutOfDeviceMemoryException e) {
            return "left out, " + e.getMessage();
        }
    }
}
