package fwlstm.cli;

import fwlstm.bench.CpuBench;
import fwlstm.bench.GpuBench;
import fwlstm.bench.GpuOpener;
import fwlstm.bench.MeasuredGpu;
import fwlstm.bench.PackTable;
import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Numbers;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Provider;
import fwlstm.model.Providers;
import fwlstm.text.TextTable;
import fwlstm.train.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast this machine trains. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        header = "Measures the speed of training on this machine.%n",
        description = {
            "Measures milliseconds per update on one core for a grid of cells, hidden sizes and pairs.",
            "",
            "An update includes everything: data, forward pass, backward pass and optimiser, with the chosen"
                    + " provider. On a GPU, trials are updated in packs, as one vectorised batch, as in sweeps.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw bench --cell fw-lstm --hidden 20,50,100 --pairs 4,8,16 --phases --format markdown",
            "  fw bench --cell fw-lstm --hidden 20,400 --steps 11,35,131,515",
            "  fw bench --cell fw-lstm --backend gpu --pack 1,4,16,64,256 --format markdown",
            "  fw bench --backend gpu --check"
        })
final class BenchCommand implements Callable<Integer> {
    private static final double MOST_SECONDS = 3600;
    private static final int MOST_STEPS = 65536;
    private static final Map<String, Boolean> ON_GPU = Map.of("cpu", false, "gpu", true);

    @Option(names = "--cell", split = ",", paramLabel = "CELL", description = "Cells (default: all).")
    private List<String> cells = List.copyOf(CellConfig.names());

    @Option(names = "--hidden", split = ",", paramLabel = "H", description = "Hidden sizes (default: 50).")
    private List<String> hidden = List.of("50");

    @Option(names = "--pairs", split = ",", paramLabel = "K", description = "Pairs of the task art (default: 4,8).")
    private List<String> pairs;

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "T",
            description = "Sequence lengths: random tokens instead of sequences of the task.")
    private List<String> steps;

    @Option(
            names = "--batch",
            paramLabel = "B",
            defaultValue = "128",
            description = "Sequences per update (default: 128).")
    private String batch;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "Seconds to warm up, and again to measure, per point (default: 3).")
    private double seconds;

    @Option(
            names = "--phases",
            description = "Also measures the share of each phase in the time of an update," + " in percent.")
    private boolean phases;

    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            defaultValue = "cpu",
            description = "Measures cpu, or gpu and one core of the CPU (default: cpu).")
    private String backend;

    @Mixin
    private GpuOptions gpuOptions;

    @Mixin
    private FormatOption format;

    @Spec
    private CommandSpec spec;

    private final GpuOpener opener;

    /** The command with the GPUs of this machine. */
    BenchCommand() {
        this(GpuOpener.HERE);
    }

    BenchCommand(GpuOpener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw ConfigException.of("--seconds", seconds, "a number above 0, up to " + MOST_SECONDS);
        }
        if (Settings.choose("--backend", backend, ON_GPU)) {
            return onGpu();
        }
        gpuOptions.given().ifPresent(option -> {
            throw ConfigException.of(option, "it with --backend cpu", "only with --backend gpu");
        });
        return onCpu();
    }

    private int onCpu() {
        Provider provider = Providers.chosen();
        List<CpuBench.Point> points = points();
        CpuBench bench = new CpuBench(provider);
        OptionalDouble peak = bench.peak();
        PrintWriter out = spec.commandLine().getOut();
        boolean forPeople = format.format() != TextTable.Format.CSV;
        Providers.hindrances()
                .forEach(forPeople ? out::println : spec.commandLine().getErr()::println);
        if (forPeople) {
            out.printf(
                    Locale.ROOT,
                    "provider %s (%s), Java %s, %s, one core, batch %s%s%n%n",
                    provider.name(),
                    provider.description(),
                    System.getProperty("java.version"),
                    Machine.processor(),
                    batch,
                    peak.isPresent()
                            ? ", at most " + TextTable.number(peak.getAsDouble(), 0) + " GFLOP/s of multiply-adds"
                            : "");
            out.flush();
        }
        out.println(bench.run(points, seconds, phases).format(format.format()));
        return 0;
    }

    private int onGpu() throws IOException {
        if (phases || steps != null) {
            throw ConfigException.of(
                    phases ? "--phases" : "--steps", "it with --backend gpu", "only with --backend cpu");
        }
        MeasuredGpu gpu = gpuOptions.gpu(opener);
        PackTable table = gpuOptions.table();
        List<Trial> trials = points().stream().map(CpuBench.Point::trial).toList();
        CommandLine line = spec.commandLine();
        GpuBench bench = new GpuBench(gpu, format.format(), line.getOut(), line.getErr());
        if (gpuOptions.isCheck()) {
            return bench.check(cells) ? 0 : 1;
        }
        bench.measure(new GpuBench.Plan(trials, gpuOptions.packs(), gpuOptions.stepwise(), seconds), table);
        return 0;
    }

    /** Every point of the grid, all of them checked before the first is run. */
    private List<CpuBench.Point> points() {
        if (steps != null && pairs != null) {
            throw ConfigException.of("--pairs", String.join(",", pairs), "nothing beside --steps");
        }
        List<CpuBench.Point> points = new ArrayList<>();
        for (String cell : cells) {
            for (String h : hidden) {
                for (String length : lengths()) {
                    points.add(
                            steps == null
                                    ? new CpuBench.Point(trial(cell, h, length), null)
                                    : new CpuBench.Point(trial(cell, h, "1"), (int)
                                            Numbers.whole("--steps", length, 1, MOST_STEPS)));
                }
            }
        }
        return points;
    }

    private List<String> lengths() {
        return steps != null ? steps : pairs != null ? pairs : List.of("4", "8");
    }

    private Trial trial(String cell, String h, String k) {
        Settings.choose("cell", cell, CellConfig.TYPES);
        return new Trial(
                Settings.bind(TaskConfig.class, Map.of("name", "art", "pairs", k)),
                CellConfig.of(cell, Map.of("hidden", h)),
                Settings.bind(TrainConfig.class, Map.of("batch", batch)),
                Settings.bind(DataConfig.class, Map.of()),
                0);
    }
}
