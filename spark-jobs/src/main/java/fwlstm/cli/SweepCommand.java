package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.model.Providers;
import fwlstm.results.Compaction;
import fwlstm.results.Heartbeat;
import fwlstm.results.Ledger;
import fwlstm.results.LiveSweep;
import fwlstm.results.Plan;
import fwlstm.results.RecordedTrials;
import fwlstm.results.Recovery;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.RunProgress;
import fwlstm.results.SweepLock;
import fwlstm.results.Zstd;
import fwlstm.spark.LocalMaster;
import fwlstm.spark.Sessions;
import fwlstm.spark.SweepBackend;
import fwlstm.spark.SweepJob;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.table.PaperTable;
import fwlstm.table.Size;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable;
import fwlstm.train.BackendOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.jline.utils.Signals;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Stop it at any moment, by whatever means, and run the same command again: exactly the missing trials are"
                    + " trained. Growing the file, by a seed or a value on an axis, trains only what is new.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw sweep conf/quickstart.yaml",
            "  fw sweep conf/quickstart.yaml --set seeds=10 --set 'task.pairs=[2,4,8]' --out results/more",
            "  fw sweep conf/quickstart.yaml --dry-run",
            "  fw sweep conf/quickstart.yaml --tensorboard runs && tensorboard --logdir runs"
        })
final class SweepCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    @Parameters(paramLabel = "FILE.yaml", description = "The sweep file.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results are kept: a directory on any file system that Hadoop knows."
                    + " Default: results/NAME, NAME from the sweep file.")
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
            description = "Failures after which a trial is recorded as failed; from 1 to 100, default 3."
                    + " A machine that is lost under a trial does not count at first.")
    private int attempts;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "Least time between two checkpoints of a running trial; from 0, default 15."
                    + " A trial whose machine is lost goes on elsewhere from its last checkpoint.")
    private double checkpointSeconds;

    @Option(names = "--retry-failed", description = "Trains trials again that are recorded as failed.")
    private boolean retryFailed;

    @Option(
            names = "--keep-best",
            description = "Keeps the best parameters of every trial, those that its test error is of, as the model"
                    + " DIR/models/TRIAL_ID.safetensors: 4 bytes a parameter and about 2 KB. Trials that are done"
                    + " already get none.")
    private boolean keepBest;

    @Option(names = "--quiet", description = "Prints nothing but the table of results, and what went wrong.")
    private boolean quiet;

    @Option(
            names = "--json",
            description = "For programs: prints how things stand every two seconds and in the end, an object of JSON"
                    + " on a line, as in DIR/progress.json, and neither plan nor table. docs/programs.md has the keys.")
    private boolean json;

    @Mixin
    private BackendOption backend;

    @Option(
            names = "--pack-width",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "Most trials that a GPU trains as one; from 1 to 4096, default 64. Fewer if its memory says so.")
    private int packWidth;

    @Mixin
    private TensorBoardOption tensorBoard;

    @Mixin
    private MasterOption master;

    @Spec
    private CommandSpec spec;

    private volatile boolean interrupted;
    private volatile boolean stopped;
    private volatile SweepJob job;
    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public Integer call() throws IOException {
        Termination.lastWords(() -> tell(RunProgress.State.INTERRUPTED, null));
        try {
            int exitCode = start();
            tell(interrupted ? RunProgress.State.INTERRUPTED : RunProgress.State.DONE, null);
            return exitCode;
        } catch (ConfigException e) {
            tell(RunProgress.State.REFUSED, e.getMessage());
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            tell(RunProgress.State.FAILED, Sentence.of(e));
            throw e;
        }
    }

    /** For programs: the last object, whatever has happened. */
    private void tell(RunProgress.State state, String error) {
        if (!json || !told.compareAndSet(false, true)) {
            return;
        }
        SweepJob trained = job;
        RunProgress run = trained != null
                ? SweepDisplay.run(trained.progress().now(), state, error)
                : state == RunProgress.State.DONE ? RunProgress.nothingToTrain() : RunProgress.unknown(state, error);
        PrintWriter lines = spec.commandLine().getOut();
        synchronized (lines) {
            lines.println(LiveSweep.here(run).json());
            lines.flush();
        }
    }

    private int start() throws IOException {
        String url = master.url();
        refuse(attempts < 1 || attempts > 100, "--attempts", attempts, "a whole number from 1 to 100");
        refuse(!(checkpointSeconds >= 0), "--checkpoint-seconds", checkpointSeconds, "a number from 0");
        refuse(quiet && json, "--quiet", "--json beside it", "one of the two");
        refuse(dryRun && json, "--dry-run", "--json beside it", "one of the two");
        InCluster.refuseFileElsewhere(file);
        Sweep sweep = SweepFile.read(file, overrides);
        refuseTooLong(sweep);
        String directory = out == null ? "results/" + sweep.name() : out;
        ResultsDirectory results = ResultsDirectory.reachable(directory, ResultsDirectory.hadoop());
        InCluster.refuseFleetingFolder("--out", directory, results);
        BackendOptions asked = backend.options(sweep.backend(), packWidth);
        if (dryRun) {
            list(sweep, results);
            return 0;
        }
        Zstd.load(); // not when the tables are to be written
        tensorBoard.prepare();
        Providers.chosen(); // refused here if it was forced and cannot be used
        Optional<SweepBackend> here =
                isLocal(url) ? Optional.of(SweepBackend.here(asked, sweep.trials())) : Optional.empty();
        results.require(sweep);
        try (SweepLock lock = results.lock(directory);
                Heartbeat heartbeat = Heartbeat.start(results, lock, this::stop)) {
            try {
                int exitCode = run(sweep, results, directory, asked, here, heartbeat);
                if (!lock.isLost()) {
                    return exitCode;
                }
            } catch (IOException | RuntimeException e) {
                if (!lock.isLost()) { // else it is no news
                    throw e;
                }
            }
            throw new IOException("another sweep has begun in " + directory
                    + ", since this one gave no sign of life for 10 s; it goes on with all that is recorded");
        }
    }

    private int run(
            Sweep sweep,
            ResultsDirectory results,
            String directory,
            BackendOptions asked,
            Optional<SweepBackend> here,
            Heartbeat heartbeat)
            throws IOException {
        RecordedTrials.of(results); // refuses what a newer fw-lstm has written before anything is changed
        results.claim(sweep);
        warn(Recovery.of(results));
        compact(results); // what is in the ledger from now on is of this run
        Plan plan = Plan.of(sweep, results, retryFailed);
        announce(Announcement.ofPlan(sweep, plan, directory));
        if (keepBest) {
            announce(Announcement.ofModels(sweep, results));
        }
        here.ifPresent(found -> announce(Announcement.ofWork(found, sweep, plan, Cores.of(master.url()))));
        if (!plan.isEmpty()) {
            try (SparkSession spark = Sessions.openForSweep(sweep.name(), master.url(), asked.name())) {
                if (!train(spark, sweep, results, plan, used(spark, here, asked, sweep, plan), heartbeat)) {
                    if (!interrupted) {
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    sayInterrupted(sweep, results);
                    return INTERRUPTED;
                }
            }
        }
        compact(results);
        results.deleteCheckpoints();
        StoredTables tables = StoredTables.read(results);
        if (!json) {
            print((quiet ? "" : "\n") + table(tables));
        }
        tensorBoard.writeAll(tables);
        DirectoryArgument.tell(tables, spec);
        return 0;
    }

    /** Counts as fw status does. */
    private void sayInterrupted(Sweep sweep, ResultsDirectory results) throws IOException {
        Set<String> recorded = RecordedTrials.of(results).keySet();
        long count = sweep.trials().stream()
                .filter(trial -> recorded.contains(trial.id()))
                .count();
        int paused = job.progress().now().paused();
        err().printf(
                        Locale.ROOT,
                        "Interrupted; %d of %d trials are recorded%s. Run the same command again to go on.%n",
                        count,
                        sweep.trials().size(),
                        paused == 0 ? "" : ", and what " + paused + " reached at a rung of the search");
    }

    /** A record that is too large to be read would be lost, and its trial run again for ever. */
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

    /** With what the sweep is trained; on a cluster that shows only now. */
    private SweepBackend used(
            SparkSession spark, Optional<SweepBackend> here, BackendOptions asked, Sweep sweep, Plan plan) {
        return here.orElseGet(() -> {
            SweepBackend found = SweepBackend.onCluster(spark, asked, plan.work(sweep));
            announce(Announcement.ofWork(found, sweep, plan, Cores.of(master.url())));
            return found;
        });
    }

    private static void refuse(boolean refused, String option, Object found, String allowed) {
        if (refused) {
            throw ConfigException.of(option, found, allowed);
        }
    }

    private static String table(StoredTables tables) {
        return new PaperTable(tables.sweep(), tables.configurations(), Size.HIDDEN, false)
                .format(TextTable.Format.TEXT);
    }

    private void compact(ResultsDirectory results) throws IOException {
        warn(new Compaction(results).run().stream().toList());
    }

    private void warn(List<String> warnings) {
        warnings.forEach(warning -> err().println("fw: " + warning));
    }

    /** Returns false if the job was stopped before its end. */
    private boolean train(
            SparkSession spark,
            Sweep sweep,
            ResultsDirectory results,
            Plan plan,
            SweepBackend used,
            Heartbeat heartbeat)
            throws IOException {
        job = new SweepJob(
                spark,
                sweep.name(),
                results,
                plan.agenda(),
                plan.ids(),
                used,
                new SweepJob.Options(attempts, checkpointSeconds, keepBest));
        if (tensorBoard.isGiven()) {
            job.whenRecorded(trialId -> tensorBoard.writeEnded(results, trialId));
        }
        if (stopped) {
            job.cancel();
        }
        Object previous = Signals.register("INT", this::interrupt);
        SweepDisplay.Style style =
                quiet ? SweepDisplay.Style.NONE : json ? SweepDisplay.Style.JSON : SweepDisplay.Style.forPeople();
        PrintWriter lines = json ? spec.commandLine().getOut() : err();
        try (SweepDisplay display = new SweepDisplay(sweep.name(), job.progress(), heartbeat, style, lines)) {
            job.run();
            if (!stopped) {
                display.finish();
            }
            return !stopped;
        } finally {
            Signals.unregister("INT", previous);
        }
    }

    private void interrupt() {
        if (interrupted) {
            Runtime.getRuntime().halt(INTERRUPTED); // a second Ctrl-C does not wait
        }
        interrupted = true;
        stop();
    }

    /** Has the job end soon. */
    private void stop() {
        stopped = true;
        SweepJob running = job;
        if (running != null) {
            running.cancel();
        }
    }

    private void announce(List<String> lines) {
        if (!quiet && !json) {
            lines.forEach(this::print);
            spec.commandLine().getOut().flush();
        }
    }

    private void list(Sweep sweep, ResultsDirectory results) throws IOException {
        Plan plan = Plan.of(sweep, results, retryFailed);
        TextTable table = new TextTable(List.of("trial_id", "trial", "learning_rate", "updates", "status"));
        for (Trial trial : sweep.trials()) {
            table.add(List.of(
                    trial.id(),
                    trial.label(),
                    String.valueOf(trial.train().learningRate()),
                    String.valueOf(trial.train().updates()),
                    plan.status(trial)));
        }
        print(table.format(TextTable.Format.TEXT));
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
