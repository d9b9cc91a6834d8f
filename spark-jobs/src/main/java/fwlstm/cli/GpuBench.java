package fwlstm.cli;

import fwlstm.cli.BackendCheck.Findings;
import fwlstm.config.Trial;
import fwlstm.text.TextTable;
import fwlstm.train.Backend;
import fwlstm.train.BackendOptions;
import fwlstm.train.OutOfDeviceMemoryException;
import fwlstm.train.PackBenchmark;
import fwlstm.train.PackBenchmark.Timing;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What {@code fw bench} does on a GPU: times packs beside a trial on a CPU core, or checks the one against the other. */
final class GpuBench {
    private static final String STEPWISE = "stepwise";

    private final GpuOptions options;
    private final GpuOpener gpu;
    private final Backend cpu = BackendOptions.cpu();
    private final TextTable.Format format;
    private final PrintWriter out;
    private final PrintWriter progress;

    GpuBench(GpuOptions options, GpuOptions.Opener opener, TextTable.Format format, CommandLine commandLine) {
        this.options = options;
        gpu = options.gpu(opener);
        this.format = format;
        out = commandLine.getOut();
        progress = commandLine.getErr();
    }

    /**
     * Measures trials, or checks their cells.
     *
     * @param seconds to warm up, and again to measure, for each line of the table
     * @return the exit code: 1 if a check failed
     */
    int run(List<Trial> trials, double seconds) throws IOException {
        List<Integer> packs = options.packs();
        PackTable table =
                options.peer().isPresent() ? PackTable.beside(options.peer().get()) : PackTable.alone();
        describe(options.isCheck() ? "" : ", batch " + trials.get(0).train().batch());
        if (options.isCheck()) {
            Set<String> cells =
                    trials.stream().map(trial -> trial.cell().name()).collect(Collectors.toSet());
            return check(CheckedNetwork.ALL.stream()
                            .filter(network -> cells.contains(network.cell()))
                            .toList())
                    ? 0
                    : 1;
        }
        trials.forEach(trial -> measure(trial, packs, seconds, table));
        out.println(table.format(format));
        return 0;
    }

    /** Says what is measured; fails if there is no GPU. */
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

    private boolean check(List<CheckedNetwork> networks) throws IOException {
        BackendCheck check = new BackendCheck(cpu, gpu, options.precision());
        CheckTable table = new CheckTable();
        int failed = 0;
        for (CheckedNetwork network : networks) {
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

    private void measure(Trial trial, List<Integer> packs, double seconds, PackTable table) {
        String name = String.format(
                Locale.ROOT,
                "%s H=%d K=%d",
                trial.cell().name(),
                trial.cell().layers().hidden(),
                trial.task().pairs());
        Timing alone = PackBenchmark.time(cpu, List.of(trial), seconds);
        table.addCpu(trial, alone);
        progress.printf(Locale.ROOT, "%s, one CPU core: %s ms%n", name, TextTable.number(alone.median(), 3));
        try (Backend backend = gpu.open(false)) {
            for (int pack : packs) {
                progress.printf(
                        Locale.ROOT, "%s, %d as one: %s%n", name, pack, measure(backend, trial, pack, seconds, table));
            }
        }
        if (options.stepwise() && !table.has(trial, STEPWISE)) {
            try (Backend backend = gpu.open(true)) {
                for (int pack : packs) {
                    String result = measure(backend, trial, pack, seconds, table);
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
