package fwlstm.cli;

import fwlstm.config.Trial;
import fwlstm.model.Parameters;
import fwlstm.model.Providers;
import fwlstm.safetensors.ModelFile;
import fwlstm.tensorboard.GrowingCurve;
import fwlstm.text.TextTable;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    @Mixin
    private TrialOptions options;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "file that is replaced at every evaluation, and from which training resumes if it exists")
    private Path checkpoint;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "file, such as model.safetensors, for the parameters with the best validation accuracy, the"
                    + " ones that the test error belongs to; replaced if it exists")
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
        TrialOptions.addSettings(commandLine.getCommandSpec());
        return commandLine;
    }

    @Override
    public Integer call() throws IOException {
        Trial trial = options.trial(spec);
        OutputFile.requireWritable("checkpoint", checkpoint);
        OutputFile.requireWritable("save", save);
        Optional<GrowingCurve> events = tensorBoard
                .open(problem -> spec.commandLine().getErr().println("fw: " + problem))
                .map(GrowingCurve::new);
        PrintWriter out = spec.commandLine().getOut();
        Checkpoints checkpoints =
                checkpoint == null ? Checkpoints.NONE : new CheckpointsIfPossible(new FileCheckpoint(checkpoint), spec);
        try (Backend used = backend.options(BackendName.AUTO, 1).open(0, trial)) {
            boolean onCpu = used.name().equals("cpu");
            String device = onCpu ? "" : " on " + used.device();
            (onCpu ? Providers.hindrances() : List.<String>of()).forEach(out::println);
            out.printf(
                    Locale.ROOT, "%s, trial %s, provider %s%s%n", trial.label(), trial.id(), used.provider(), device);
            out.println("  update  train loss  validation loss  accuracy %  seconds");
            Parameters best = new Parameters(trial.cell());
            TrialRecord record = new Trainer(used, checkpoints, listener(best, events, out))
                    .train(List.of(trial), 0)
                    .get(0);
            print(record.result(), out);
            events.ifPresent(curve -> curve.ended(record));
            if (save != null && record.result().status() != Status.DONE) {
                throw new IOException("nothing saved in " + save + ": the trial diverged");
            } else if (save != null) {
                new ModelFile(trial, best).write(save);
                out.printf(Locale.ROOT, "saved in %s%n", save);
            }
        }
        return 0;
    }

    /** Shows the evaluations and keeps the best parameters. */
    private static TrialListener listener(Parameters kept, Optional<GrowingCurve> events, PrintWriter out) {
        return new TrialListener() {
            @Override
            public void evaluated(Trial trial, CurvePoint point) {
                show(point, out);
                events.ifPresent(curve -> curve.evaluated(trial, point));
            }

            @Override
            public void done(Trial trial, Supplier<Parameters> best) {
                kept.set(best.get());
            }
        };
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
            out.printf(
                    Locale.ROOT,
                    "diverged after %d updates: the loss became NaN or" + " infinite%n",
                    result.updatesRun());
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
