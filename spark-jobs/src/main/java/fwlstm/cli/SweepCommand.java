package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.model.Providers;
import fwlstm.results.Ledger;
import fwlstm.results.Plan;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.RunProgress;
import fwlstm.results.Zstd;
import fwlstm.serve.ResultsServer;
import fwlstm.spark.LocalMaster;
import fwlstm.spark.SweepBackend;
import fwlstm.spark.SweepJob;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.tensorboard.EventsFolder;
import fwlstm.text.TextTable;
import fwlstm.train.BackendOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs or resumes a sweep. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        header = "Trains the missing trials of a sweep file, and prints the table.%n",
        description = {
            "Trains every trial of a sweep file that is not yet recorded, and prints the table of results.",
            "",
            "Stop it at any moment, by any means, and run the same command again: exactly the missing trials"
                    + " are trained. If the file grows, by a seed or a value on an axis, only the new trials"
                    + " are trained.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw sweep conf/quickstart.yaml",
            "  fw sweep conf/quickstart.yaml --set seeds=10 --set 'task.pairs=[2,4,8]' --out results/more",
            "  fw sweep conf/quickstart.yaml --dry-run",
            "  fw sweep conf/quickstart.yaml --serve",
            "  fw sweep conf/quickstart.yaml --tensorboard runs && tensorboard --logdir runs"
        })
final class SweepCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.yaml", description = "The sweep file.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Results directory, on any file system that Hadoop supports."
                    + " Default: results/NAME, with the name from the sweep file.")
    private String out;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key of the sweep file, such as train.learning_rate=3e-3 or 'cell.hidden=[20,50]';"
                    + " may be given several times.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--dry-run", description = "Lists the trials and whether they are recorded; trains nothing.")
    private boolean dryRun;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of failures after which a trial is recorded as failed; from 1 to 100, default"
                    + " 3. The loss of a trial's machine does not count at first.")
    private int attempts;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "Shortest time between two checkpoints of a running trial; from 0, default 15. A"
                    + " trial whose machine is lost resumes elsewhere from its last checkpoint.")
    private double checkpointSeconds;

    @Option(names = "--retry-failed", description = "Trains trials that are recorded as failed again.")
    private boolean retryFailed;

    @Option(
            names = "--keep-best",
            description = "Keeps the best parameters of every trial, the ones that its test error belongs to,"
                    + " as the model DIR/models/TRIAL_ID.safetensors: 4 bytes per parameter and about 2 KB."
                    + " Trials that are already done get none.")
    private boolean keepBest;

    @Option(
            names = "--serve",
            paramLabel = "PORT",
            arity = "0..1",
            preprocessor = PortIfGiven.class,
            description = "Serves a page about the sweep to this machine while it runs, as fw serve does. Default"
                    + " port: 8765, or the next that is free.")
    private Integer serve;

    /** Lets the sweep file follow {@code --serve} without a port. */
    static final class PortIfGiven implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> information) {
            boolean attached = "=".equals(information.get("separator"));
            if (!attached && (arguments.isEmpty() || !arguments.peek().matches("[0-9]+"))) {
                arguments.push(ServeCommand.ANY_PORT);
            }
            return false;
        }
    }

    @Option(names = "--quiet", description = "Prints only the results table, and failures.")
    private boolean quiet;

    @Option(
            names = "--json",
            description = "For programs: prints the progress every two seconds and at the end, as one JSON"
                    + " object per line, as in DIR/progress.json, and neither plan nor table. docs/programs.md"
                    + " has the keys.")
    private boolean json;

    @Mixin
    private BackendOption backend;

    @Option(
            names = "--pack-width",
            paramLabel = "N",
            defaultValue = "64",
            description = "Largest number of trials that a GPU trains as one vectorised batch; from 1 to 4096,"
                    + " default 64. Fewer if its memory is short.")
    private int packWidth;

    @Mixin
    private TensorBoardOption tensorBoard;

    @Mixin
    private MasterOption master;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SweepOutput output = new SweepOutput(
                quiet ? SweepOutput.Audience.LOGS : json ? SweepOutput.Audience.PROGRAMS : SweepOutput.Audience.PEOPLE,
                spec.commandLine());
        Termination.lastWords(() -> output.end(RunProgress.State.INTERRUPTED, null));
        try {
            int exitCode = start(output);
            output.end(exitCode == SweepRun.INTERRUPTED ? RunProgress.State.INTERRUPTED : RunProgress.State.DONE, null);
            return exitCode;
        } catch (ConfigException e) {
            output.end(RunProgress.State.REFUSED, e.getMessage());
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            output.end(RunProgress.State.FAILED, Sentence.of(e));
            throw e;
        }
    }

    private int start(SweepOutput output) throws IOException {
        String url = master.url();
        refuse(attempts < 1 || attempts > 100, "--attempts", attempts, "a whole number from 1 to 100");
        refuse(!(checkpointSeconds >= 0), "--checkpoint-seconds", checkpointSeconds, "a number from 0");
        refuse(quiet && json, "--quiet", "--json beside it", "one of the two");
        refuse(dryRun && json, "--dry-run", "--json beside it", "one of the two");
        refuse(serve != null && (serve < -1 || serve > 65_535), "--serve", serve, "a port from 0 to 65535, or nothing");
        InCluster.refuseFileElsewhere(file);
        Sweep sweep = SweepFile.read(file, overrides);
        refuseTooLong(sweep);
        String directory = out == null ? "results/" + sweep.name() : out;
        ResultsDirectory results = ResultsDirectory.reachable(directory, ResultsDirectory.hadoop());
        InCluster.refuseFleetingFolder("--out", directory, results);
        BackendOptions asked = backend.options(sweep.backend(), packWidth);
        if (dryRun) {
            list(sweep, Plan.of(sweep, results, retryFailed));
            return 0;
        }
        Zstd.load(); // now, and not only when the tables are written
        Optional<EventsFolder> events = tensorBoard.open(output::warn);
        Providers.chosen(); // refused here if it was forced and cannot be used
        Optional<SweepBackend> here =
                isLocal(url) ? Optional.of(SweepBackend.here(asked, sweep.trials())) : Optional.empty();
        results.require(sweep);
        SweepJob.Options options = new SweepJob.Options(attempts, checkpointSeconds, keepBest);
        SweepRun run = new SweepRun(sweep, results, directory, url, asked, here, options, retryFailed, events, output);
        if (serve == null) {
            return run.run();
        }
        try (ResultsServer server = ServeCommand.during(directory, serve)) {
            output.tell("serving " + directory + " at " + server.address() + " until the sweep ends");
            return run.run();
        }
    }

    /** A record that is too large to be read would be lost, and its trial would run again for ever. */
    private void refuseTooLong(Sweep sweep) {
        for (Trial trial : sweep.trials()) {
            int updates = trial.train().updates();
            int least = (updates - 1) / Ledger.MOST_EVALUATIONS + 1;
            if (trial.train().evaluateEvery() < least) {
                throw ConfigException.of(
                        file + ": train.evaluate_every",
                        trial.train().evaluateEvery(),
                        "at least " + least + " with train.updates " + updates + ", since the record of a trial holds "
                                + Ledger.MOST_EVALUATIONS + " evaluations");
            }
        }
    }

    private static boolean isLocal(String url) {
        return LocalMaster.of(Cores.url(url)).isPresent();
    }

    private static void refuse(boolean refused, String option, Object found, String allowed) {
        if (refused) {
            throw ConfigException.of(option, found, allowed);
        }
    }

    private void list(Sweep sweep, Plan plan) {
        TextTable table = new TextTable(List.of("trial_id", "trial", "learning_rate", "updates", "status"));
        for (Trial trial : sweep.trials()) {
            table.add(List.of(
                    trial.id(),
                    trial.label(),
                    String.valueOf(trial.train().learningRate()),
                    String.valueOf(trial.train().updates()),
                    plan.status(trial)));
        }
        spec.commandLine().getOut().println(table.format(TextTable.Format.TEXT));
    }
}
