package fwlstm.cli;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Provider;
import fwlstm.model.Providers;
import fwlstm.train.Benchmark;
import fwlstm.train.Benchmark.Timing;
import fwlstm.train.Execution;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast this machine trains. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures milliseconds per update on one core for a grid of cells, hidden sizes and pairs.",
            "",
            "An update is everything: data, forward, backward and optimiser, with the chosen provider.",
            ""
        },
        footer = {"", "Example:", "  fw bench --cell fw-lstm --hidden 20,50,100 --pairs 4,8,16 --format markdown"})
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--cell", split = ",", paramLabel = "CELL", description = "Cells (default: all).")
    private List<String> cells = List.copyOf(CellConfig.TYPES.keySet());

    @Option(names = "--hidden", split = ",", paramLabel = "H", description = "Hidden sizes (default: 50).")
    private List<String> hidden = List.of("50");

    @Option(names = "--pairs", split = ",", paramLabel = "K", description = "Pairs (default: 4,8).")
    private List<String> pairs = List.of("4", "8");

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

    @Mixin
    private FormatOption format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Provider provider = Providers.chosen();
        List<Trial> trials = cells.stream()
                .flatMap(cell -> hidden.stream().flatMap(h -> pairs.stream().map(k -> trial(cell, h, k))))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (format.format() != TextTable.Format.CSV) {
            out.printf(
                    "provider %s, Java %s, %s, one core, batch %s%n%n",
                    provider.name(), System.getProperty("java.version"), Execution.processor(), batch);
            out.flush();
        }
        TextTable table =
                new TextTable(List.of("cell", "hidden", "pairs", "ms_median", "ms_least", "updates", "gflops"));
        for (Trial trial : trials) {
            Timing timing = Benchmark.time(provider, trial, seconds);
            table.add(List.of(
                    trial.cell().name(),
                    String.valueOf(trial.cell().layers().hidden()),
                    String.valueOf(trial.task().pairs()),
                    TextTable.number(timing.median(), 3),
                    TextTable.number(timing.least(), 3),
                    String.valueOf(timing.updates()),
                    TextTable.number(timing.gigaflops(), 1)));
        }
        out.println(table.format(format.format()));
        return 0;
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
