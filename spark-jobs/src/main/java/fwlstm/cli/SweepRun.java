package fwlstm.cli;

import fwlstm.results.Compaction;
import fwlstm.results.Heartbeat;
import fwlstm.results.Plan;
import fwlstm.results.RecordedTrials;
import fwlstm.results.Recovery;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.RunProgress;
import fwlstm.results.SweepCounts;
import fwlstm.results.SweepLock;
import fwlstm.spark.Sessions;
import fwlstm.spark.SweepBackend;
import fwlstm.spark.SweepJob;
import fwlstm.sweep.Sweep;
import fwlstm.table.ComparedBy;
import fwlstm.table.ResultsTable;
import fwlstm.table.StoredTables;
import fwlstm.tensorboard.EventsFolder;
import fwlstm.text.TextTable;
import fwlstm.train.BackendOptions;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jline.utils.Signals;
import picocli.CommandLine;

/** One run of a sweep: missing trials are trained, compacted and shown. */
final class SweepRun {
    /** The exit code after control-C. */
    static final int INTERRUPTED = 130;

    private final Sweep sweep;
    private final ResultsDirectory results;
    private final String directory;
    private final String master;
    private final BackendOptions asked;
    private final Optional<SweepBackend> here;
    private final SweepJob.Options options;
    private final boolean retryFailed;
    private final Optional<EventsFolder> events;
    private final SweepOutput output;

    private volatile boolean interrupted;
    private volatile boolean stopped;
    private volatile SweepJob job;

    /**
     * A run that has not started.
     *
     * @param directory the results directory as the user named it
     * @param master the Spark master
     * @param here the backend, if this machine trains; a cluster reports its own once there is a session
     * @param events for the learning curves, if requested
     */
    SweepRun(
            Sweep sweep,
            ResultsDirectory results,
            String directory,
            String master,
            BackendOptions asked,
            Optional<SweepBackend> here,
            SweepJob.Options options,
            boolean retryFailed,
            Optional<EventsFolder> events,
            SweepOutput output) {
        this.sweep = sweep;
        this.results = results;
        this.directory = directory;
        this.master = master;
        this.asked = asked;
        this.here = here;
        this.options = options;
        this.retryFailed = retryFailed;
        this.events = events;
        this.output = output;
    }

    /**
     * Runs to the end, or until control-C.
     *
     * @return the exit code
     * @throws IOException also if another sweep has taken the directory over
     */
    int run() throws IOException {
        try (SweepLock lock = results.lock(directory);
                Heartbeat heartbeat = Heartbeat.start(results, lock, this::stop)) {
            try {
                int exitCode = run(heartbeat);
                if (!lock.isLost()) {
                    return exitCode;
                }
            } catch (IOException | RuntimeException e) {
                if (!lock.isLost()) { // else it is not news
                    throw e;
                }
            }
            throw new IOException("another sweep has begun in " + directory
                    + ", since this one had no heartbeat for 10 s; it resumes from everything that is recorded");
        }
    }

    private int run(Heartbeat heartbeat) throws IOException {
        RecordedTrials.of(results); // refuses records of a newer fw-lstm before anything is changed
        results.claim(sweep);
        Recovery.of(results).forEach(output::warn);
        compact(); // from now on, the ledger has only trials of this run
        Plan plan = Plan.of(sweep, results, retryFailed);
        output.announce(Announcement.ofPlan(sweep, plan, directory));
        if (options.keepBest()) {
            output.announce(Announcement.ofModels(sweep, results));
        }
        here.ifPresent(found -> announceWork(found, plan));
        if (!plan.isEmpty()) {
            try (SparkSession spark = Sessions.openForSweep(sweep.name(), master, asked.name())) {
                if (!train(spark, plan, heartbeat)) {
                    if (!interrupted) {
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    sayInterrupted();
                    return INTERRUPTED;
                }
            }
        }
        compact();
        results.deleteCheckpoints();
        show(StoredTables.read(results));
        return 0;
    }

    private void compact() throws IOException {
        new Compaction(results).run().ifPresent(output::warn);
    }

    private void announceWork(SweepBackend used, Plan plan) {
        output.announce(Announcement.ofWork(used, sweep, plan, Cores.of(master)));
    }

    /** Returns false if the job was stopped before its end. */
    private boolean train(SparkSession spark, Plan plan, Heartbeat heartbeat) throws IOException {
        SweepBackend used = here.orElseGet(() -> {
            SweepBackend found = SweepBackend.onCluster(spark, asked, plan.work(sweep));
            announceWork(found, plan);
            return found;
        });
        job = new SweepJob(spark, sweep.name(), results, plan.scheduler(), plan.ids(), used, options);
        events.ifPresent(folder -> job.whenRecorded(trialId -> folder.writeEnded(results, trialId)));
        if (stopped) {
            job.cancel();
        }
        heartbeat.tells(beat -> beat.with(job.progress().now().run(RunProgress.State.RUNNING, null)));
        Object previous = Signals.register("INT", this::interrupt);
        try (SweepDisplay display = output.display(sweep.name(), job.progress(), heartbeat)) {
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

    /** Makes the job end soon. */
    private void stop() {
        stopped = true;
        SweepJob running = job;
        if (running != null) {
            running.cancel();
        }
    }

    /** Counts as fw status does. */
    private void sayInterrupted() throws IOException {
        SweepCounts counts = SweepCounts.of(sweep, RecordedTrials.of(results));
        int paused = job.progress().now().paused();
        output.say(String.format(
                Locale.ROOT,
                "Interrupted; %d of %d trials are recorded%s. Run the same command again to resume.",
                counts.recorded(),
                counts.trials(),
                paused == 0 ? "" : ", and what " + paused + " reached at a rung of the search"));
    }

    private void show(StoredTables tables) throws IOException {
        output.table(() -> new ResultsTable(tables.sweep(), tables.configurations(), ComparedBy.HIDDEN, false)
                .format(TextTable.Format.TEXT));
        if (events.isPresent()) {
            events.get().writeAll(tables);
        }
        tables.problems().forEach(output::warn);
    }
}
