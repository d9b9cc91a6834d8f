package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.results.RecordedTrials;
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
        results.claim(sweep);
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
            ResultTables tables = new ResultTables(spark, results);
            tables.compact();
            tables.registerViews();
            print("");
            print(new PaperTable(spark, sweep).format(TextTable.Format.TEXT));
        }
        return 0;
    }

    /** Returns false if the user interrupted the job. */
    private boolean train(SparkSession spark, Sweep sweep, ResultsDirectory results, List<Trial> missing) {
        SweepJob job = new SweepJob(spark, sweep.name(), results, missing);
        Object previous = Signals.register("INT", () -> {
            if (interrupted) {
                Runtime.getRuntime().halt(INTERRUPTED); // a second Ctrl-C does not wait
            }
            interrupted = true;
            spark.sparkContext().cancelAllJobs();
        });
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
            Signals.unregister("INT", previous);
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
        if (!missing.isEmpty()) {
            Cores cores = Cores.of(master.url());
            Estimate estimate = Estimate.of(missing, Providers.chosen(), cores.count());
            print("at most %,d updates, roughly %s on %s (provider %s)"
                    .formatted(
                            estimate.updates(),
                            Duration.text(estimate.seconds()),
                            cores.text(),
                            Providers.chosen().name()));
        }
        spec.commandLine().getOut().flush();
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
