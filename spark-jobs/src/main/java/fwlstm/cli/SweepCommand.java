package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.results.Compaction;
import fwlstm.results.RecordedTrials;
import fwlstm.results.Recovery;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.ResultTables;
import fwlstm.spark.Sessions;
import fwlstm.spark.SweepJob;
import fwlstm.sweep.Estimate;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.train.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jline.utils.Signals;
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
            "  fw sweep conf/quickstart.yaml --set seeds=5 --set 'task.pairs=[2,4,8]' --out results/more",
            "  fw sweep conf/quickstart.yaml --dry-run"
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

    @Mixin
    private MasterOption master;

    @Spec
    private CommandSpec spec;

    private volatile boolean interrupted;
    private volatile boolean training;

    @Override
    public Integer call() throws IOException {
        String url = master.url();
        Sweep sweep = SweepFile.read(file, overrides);
        String directory = out == null ? "results/" + sweep.name() : out;
        ResultsDirectory results = ResultsDirectory.at(directory, ResultsDirectory.hadoop());
        if (dryRun) {
            list(sweep, results);
            return 0;
        }
        Providers.chosen(); // refused here if it was forced and cannot be used
        results.claim(sweep);
        Recovery.of(results).forEach(warning -> err().println("fw: " + warning));
        Set<String> recorded = RecordedTrials.of(results).keySet();
        List<Trial> missing = sweep.trials().stream()
                .filter(trial -> !recorded.contains(trial.id()))
                .toList();
        announce(sweep, missing, directory);
        try (SparkSession spark = Sessions.open("fw-lstm sweep " + sweep.name(), url)) {
            if (!missing.isEmpty() && !train(spark, sweep, results, missing)) {
                int left = missing.size() - newlyRecorded(results, missing);
                err().printf(
                                "Interrupted; %d of %d trials are recorded. Run the same command again to go on.%n",
                                sweep.trials().size() - left, sweep.trials().size());
                return INTERRUPTED;
            }
            new Compaction(results).run().ifPresent(warning -> err().println("fw: " + warning));
            new ResultTables(spark, results).registerViews();
            print("");
            print(new PaperTable(spark, sweep).format(TextTable.Format.TEXT));
        }
        return 0;
    }

    /** Returns false if the user interrupted the job. */
    private boolean train(SparkSession spark, Sweep sweep, ResultsDirectory results, List<Trial> missing) {
        SweepJob job = new SweepJob(spark, sweep.name(), results, missing);
        training = true;
        Object previous = Signals.register("INT", () -> interrupt(spark));
        try (SweepDisplay display = SweepDisplay.open(sweep.name(), job.progress(), err())) {
            List<Status> ended = job.run();
            display.finish(ended);
            return true;
        } catch (Exception e) { // a cancelled job throws
            if (interrupted) {
                return false;
            }
            throw e;
        } finally {
            training = false;
            Signals.unregister("INT", previous);
        }
    }

    /** Cancels until training has ended, since a job that is only just being submitted would escape a single try. */
    private void interrupt(SparkSession spark) {
        if (interrupted) {
            Runtime.getRuntime().halt(INTERRUPTED); // a second Ctrl-C does not wait
        }
        interrupted = true;
        while (training) {
            spark.sparkContext().cancelAllJobs();
            LockSupport.parkNanos(100_000_000L);
        }
    }

    private static int newlyRecorded(ResultsDirectory results, List<Trial> missing) throws IOException {
        Set<String> recorded = RecordedTrials.of(results).keySet();
        return (int)
                missing.stream().filter(trial -> recorded.contains(trial.id())).count();
    }

    private void announce(Sweep sweep, List<Trial> missing, String directory) {
        int trials = sweep.trials().size();
        print("%s: %,d trials, %,d recorded, %,d to train; results in %s"
                .formatted(sweep.name(), trials, trials - missing.size(), missing.size(), directory));
        print("task %s; pairs %s; cell %s; hidden %s; %,d seeds"
                .formatted(
                        values(sweep, trial -> Settings.key(trial.task().name())),
                        values(sweep, trial -> trial.task().pairs()),
                        values(sweep, trial -> trial.cell().name()),
                        values(sweep, trial -> trial.cell().layers().hidden()),
                        sweep.trials().stream().map(Trial::seed).distinct().count()));
        if (!missing.isEmpty()) {
            Cores cores = Cores.of(master.url());
            Estimate estimate = Estimate.of(missing, Providers.chosen(), cores.count());
            print("at most %,d updates, roughly %s on %s (provider %s)"
                    .formatted(
                            estimate.updates(),
                            Seconds.text(estimate.seconds()),
                            cores.text(),
                            Providers.chosen().name()));
        }
        spec.commandLine().getOut().flush();
    }

    private static String values(Sweep sweep, Function<Trial, Object> value) {
        return sweep.trials().stream()
                .map(value)
                .distinct()
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }

    private void list(Sweep sweep, ResultsDirectory results) throws IOException {
        Map<String, Status> recorded = RecordedTrials.of(results);
        TextTable table = new TextTable(List.of("trial_id", "trial", "learning_rate", "updates", "status"));
        for (Trial trial : sweep.trials()) {
            Status status = recorded.get(trial.id());
            table.add(List.of(
                    trial.id(),
                    trial.label(),
                    String.valueOf(trial.train().learningRate()),
                    String.valueOf(trial.train().updates()),
                    status == null ? "to train" : Settings.key(status)));
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
