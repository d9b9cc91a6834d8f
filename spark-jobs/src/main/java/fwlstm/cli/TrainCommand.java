package fwlstm.cli;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Parameters;
import fwlstm.safetensors.ModelFile;
import fwlstm.train.Backend;
import fwlstm.train.BackendName;
import fwlstm.train.Checkpoints;
import fwlstm.train.CurvePoint;
import fwlstm.train.FileCheckpoint;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialListener;
import fwlstm.train.TrialRecord;
import fwlstm.train.TrialResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains one trial. Its options are the columns of a trial's configuration, made from the same annotations. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        header = "Trains one trial and shows its learning curve.%n",
        sortOptions = false,
        description = {
            "Trains one trial in this process, shows its learning curve, and prints its result.",
            "",
            "Every setting of a sweep file is an option of the same name.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw train --cell fw-lstm --pairs 4 --learning_rate 3e-3 --updates 500 --evaluate_every 50",
            "  fw train --task mart --pairs 8 --checkpoint trial.checkpoint",
            "  fw train --pairs 4 --save model.safetensors && fw predict model.safetensors a1b2c3??b",
            "  fw train --pairs 4 --tensorboard runs && tensorboard --logdir runs"
        })
final class TrainCommand implements Callable<Integer> {
    /** What a newcomer gets without saying anything. */
    private static final Map<String, String> NEWCOMER = Map.of("task", "art", "pairs", "4", "hidden", "50");

    @Option(
            names = "--cell",
            paramLabel = "CELL",
            defaultValue = "fw-lstm",
            description = "recurrent cell: fw-lstm, fw-rnn, ln-lstm, lstm or irnn (default fw-lstm)")
    private String cell;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "0",
            description = "seed of all random numbers; a whole number from 0 (default 0)")
    private long seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "file that is replaced at every evaluation, and from which training goes on if it exists")
    private Path checkpoint;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description =
                    "file, such as model.safetensors, for the parameters with the best validation accuracy, those that"
                            + " the test error is of; replaced if it exists")
    private Path save;

    @Mixin
    private TensorBoardOption tensorBoard;

    @Mixin
    private BackendOption backend;

    @Spec
    private CommandSpec spec;

    /** The command with an option for every setting. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new TrainCommand());
        settings().forEach((name, component) -> {
            OptionSpec.Builder option = OptionSpec.builder("--" + name)
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(describe(name, component).replace("%", "%%"));
            if (name.contains("_")) {
                option.names("--" + name, "--" + name.replace('_', '-'));
            }
            commandLine.getCommandSpec().addOption(option.build());
        });
        return commandLine;
    }

    private static String describe(String name, RecordComponent component) {
        String text = Settings.describe(component);
        return NEWCOMER.containsKey(name) ? text.replace("(required)", "(default " + NEWCOMER.get(name) + ")") : text;
    }

    /** Every setting but cell and seed, by column. */
    private static Map<String, RecordComponent> settings() {
        Map<String, RecordComponent> settings = new LinkedHashMap<>();
        Settings.components(TaskConfig.class)
                .forEach(c -> settings.put(Settings.key(c).equals("name") ? "task" : Settings.key(c), c));
        CellConfig.TYPES
                .values()
                .forEach(type -> Settings.components(type).forEach(c -> settings.putIfAbsent(Settings.key(c), c)));
        Settings.components(TrainConfig.class).forEach(c -> settings.put(Settings.key(c), c));
        Settings.components(DataConfig.class).forEach(c -> settings.put("data_" + Settings.key(c), c));
        return settings;
    }

    @Override
    public Integer call() throws IOException {
        if (seed < 0) {
            throw ConfigException.of("seed", seed, "a whole number from 0");
        }
        Settings.choose("cell", cell, CellConfig.TYPES);
        requireWritable("checkpoint", checkpoint);
        requireWritable("save", save);
        tensorBoard.prepare();
        Trial trial = trial();
        PrintWriter out = spec.commandLine().getOut();
        Checkpoints checkpoints = checkpoint == null ? Checkpoints.NONE : new FileCheckpoint(checkpoint);
        try (Backend used = backend.options(BackendName.AUTO, 1).open(0, trial)) {
            String device = used.name().equals("cpu") ? "" : " on " + used.device();
            out.printf("%s, trial %s, provider %s%s%n", trial.label(), trial.id(), used.provider(), device);
            out.println("  update  train loss  validation loss  accuracy %  seconds");
            Parameters best = new Parameters(trial.cell());
            TrialRecord record = new Trainer(used, checkpoints, listener(best, out))
                    .train(List.of(trial), 0)
                    .get(0);
            print(record.result(), out);
            tensorBoard.ended(record);
            if (save != null && record.result().status() != Status.DONE) {
                throw new IOException("nothing saved in " + save + ": the trial diverged");
            } else if (save != null) {
                new ModelFile(trial, best).write(save);
                out.printf("saved in %s%n", save);
            }
        }
        return 0;
    }

    private static void requireWritable(String option, Path file) {
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
                throw ConfigException.of(option, file, "a file in a folder that can be written");
            }
        }
    }

    /** Shows the evaluations and keeps the best parameters. */
    private TrialListener listener(Parameters kept, PrintWriter out) {
        return new TrialListener() {
            @Override
            public void evaluated(Trial trial, CurvePoint point) {
                show(point, out);
                tensorBoard.evaluated(trial, point);
            }

            @Override
            public void done(Trial trial, Supplier<Parameters> best) {
                kept.set(best.get());
            }
        };
    }

    private Trial trial() {
        Map<String, String> given = new HashMap<>(NEWCOMER);
        settings().keySet().forEach(name -> {
            String value = spec.findOption("--" + name).getValue();
            if (value != null) {
                given.put(name, value);
            }
        });
        Map<String, String> task = take(given, TaskConfig.class, "");
        task.put("name", given.remove("task"));
        Map<String, String> train = take(given, TrainConfig.class, "");
        Map<String, String> data = take(given, DataConfig.class, "data_");
        return new Trial(
                Settings.bind(TaskConfig.class, task),
                CellConfig.of(cell, given),
                Settings.bind(TrainConfig.class, train),
                Settings.bind(DataConfig.class, data),
                seed);
    }

    /** Moves the settings of a record type out of those given. */
    private static Map<String, String> take(Map<String, String> given, Class<? extends Record> type, String prefix) {
        Map<String, String> taken = new HashMap<>();
        Settings.keys(type).forEach(key -> {
            if (given.containsKey(prefix + key)) {
                taken.put(key, given.remove(prefix + key));
            }
        });
        return taken;
    }

    private static void show(CurvePoint point, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%8d  %10s  %15s  %10s  %7.1f%n",
                point.update(),
                number(point.trainLoss(), 4),
                number(point.validationLoss(), 4),
                number(point.validationAccuracy() == null ? null : 100 * point.validationAccuracy(), 2),
                point.seconds());
        out.flush();
    }

    private static void print(TrialResult result, PrintWriter out) {
        if (result.status() == Status.DIVERGED) {
            out.printf("diverged after %d updates: the loss is no longer a number%n", result.updatesRun());
            return;
        }
        out.printf(
                Locale.ROOT,
                "done after %d updates: best validation accuracy %s %% at %d; test error %s %%; %d parameters%n",
                result.updatesRun(),
                number(100 * result.bestValidationAccuracy(), 2),
                result.bestValidationUpdate(),
                number(100 * result.testError(), 2),
                result.parameters());
    }

    private static String number(Double x, int digits) {
        return x == null ? "–" : TextTable.number(x, digits);
    }
}
