package fwlstm.spark;

import fwlstm.io.Sentence;
import fwlstm.model.Profile;
import fwlstm.model.Providers;
import fwlstm.results.Compaction;
import fwlstm.results.Ledger;
import fwlstm.results.RecordedTrial;
import fwlstm.results.RecordedTrials;
import fwlstm.results.RecordedTrials.RecordedStatus;
import fwlstm.results.ResultsDirectory;
import fwlstm.sweep.CostModel;
import fwlstm.sweep.Scheduler;
import fwlstm.sweep.WorkItem;
import fwlstm.sweep.WorkQueue;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.AsyncRDDActions;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Try;

/**
 * Trains the items of a scheduler: a small Spark job of one task for each long item, for a group of short
 * ones, or on GPUs for a pack, so that a failure affects no other trial and the order of work can follow the cost
 * model. Spark places and runs the jobs; this class decides which are next and which trials are retried.
 */
public final class SweepJob {
    /** Short items share a job of about this duration; a job costs the driver a few milliseconds. */
    private static final double SECONDS_PER_JOB = 2;

    private static final int MOST_PER_JOB = 1000;

    /** While nothing has been measured, an estimated duration may be far off. */
    private static final int MOST_PER_FIRST_JOB = 4;

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final String sweep;
    private final ResultsDirectory results;
    private final Scheduler scheduler;
    private final SweepBackend backend;
    private final ClusterSlots slots;
    private final Options options;
    private final CostModel model = new CostModel(Profile.of(Providers.chosen()).typicalSpeed());
    private final WorkQueue queue;
    private final Attempts attempts;
    private final Retries retries;
    private final Map<JobGroup, FutureAction<?>> inFlight = new HashMap<>();
    private final BlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
    private final SweepProgress progress;
    private final Outcomes outcomes;
    private volatile boolean cancelled;

    /**
     * The options for training trials.
     *
     * @param attempts the number of failures after which a trial is recorded as failed
     * @param checkpointSeconds the shortest time between two checkpoints of a trial
     * @param keepBest whether the best parameters of every trial are kept as a model
     */
    public record Options(int attempts, double checkpointSeconds, boolean keepBest) {}

    /** The end of a Spark job; without a group, a request to check the state again. */
    private record Completion(JobGroup group, Try<Seq<Outcome>> result) {}

    /**
     * @param scheduler the items to train
     * @param trials the ids of the trials that have no record yet
     * @param backend the backend to train with
     */
    public SweepJob(
            SparkSession spark,
            String sweep,
            ResultsDirectory results,
            Scheduler scheduler,
            Collection<String> trials,
            SweepBackend backend,
            Options options) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.sweep = sweep;
        this.results = results;
        this.scheduler = scheduler;
        this.backend = backend;
        slots = new ClusterSlots(spark.sparkContext(), backend.isGpu());
        this.options = options;
        queue = backend.isGpu() ? new WorkQueue(model, backend::packWidth) : new WorkQueue(model);
        attempts = new Attempts(options.attempts());
        retries = new Retries(attempts, queue, backend.isGpu());
        progress = new SweepProgress(trials);
        outcomes = new Outcomes(sweep, results, scheduler, backend, model, attempts, retries, progress);
    }

    /** The progress of the job; thread-safe. */
    public SweepProgress progress() {
        return progress;
    }

    /**
     * The listener that is told the id of every trial trained to its end or to a rung, in the thread of {@link #run()}.
     */
    public void whenRecorded(Consumer<String> listener) {
        outcomes.whenRecorded(listener);
    }

    /**
     * Trains everything. When it returns without having been cancelled, every record is in the ledger or the tables.
     *
     * @throws IOException if records can no longer be written
     */
    public void run() throws IOException {
        ProgressAccumulator accumulator = new ProgressAccumulator();
        spark.sparkContext().register(accumulator, ProgressAccumulator.NAME);
        spark.sparkContext().addSparkListener(progress);
        Broadcast<SerializableConfiguration> hadoop =
                context.broadcast(new SerializableConfiguration(Sessions.hadoop(spark)));
        try (BackgroundCompaction compaction = new BackgroundCompaction(new Compaction(results))) {
            while (!cancelled) {
                for (WorkItem due : scheduler.due()) {
                    progress.due(due.id());
                    queue.add(due);
                }
                for (Optional<JobGroup> next = next(); next.isPresent(); next = next()) {
                    launch(next.get(), accumulator, hadoop);
                }
                if (inFlight.isEmpty()) {
                    recordStopped();
                    return;
                }
                Completion completion = completions.poll(1, TimeUnit.SECONDS); // there may be new slots
                while (completion != null) {
                    take(completion, compaction);
                    completion = completions.poll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            inFlight.values().forEach(FutureAction::cancel);
            context.setJobDescription(null);
            spark.sparkContext().removeSparkListener(progress);
        }
    }

    /** Ends {@link #run()} soon; may be called from any thread. */
    public void cancel() {
        cancelled = true;
        completions.add(new Completion(null, null));
    }

    /** The next group for Spark, if it should get more now. */
    private Optional<JobGroup> next() {
        int slots = this.slots.now();
        double waiting = queue.seconds();
        progress.waiting(
                waiting + model.seconds(scheduler.operationsToCome()), !backend.isGpu() || model.isCalibrated(), slots);
        if (cancelled || inFlight.size() >= this.slots.mostInFlight()) {
            return Optional.empty();
        }
        Optional<JobGroup> failed = retries.next(inFlight.keySet().stream().anyMatch(JobGroup::isSuspect));
        if (failed.isPresent() || queue.isEmpty()) {
            return failed;
        } else if (backend.isGpu()) {
            return Optional.of(new JobGroup(queue.takePack(slots - inFlight.size()), false));
        }
        double seconds = Math.min(SECONDS_PER_JOB, waiting / (3 * slots)); // smaller and smaller towards the end
        int most = model.isCalibrated() ? MOST_PER_JOB : MOST_PER_FIRST_JOB;
        return Optional.of(new JobGroup(queue.take(seconds, most), false));
    }

    private void launch(JobGroup group, ProgressAccumulator accumulator, Broadcast<SerializableConfiguration> hadoop) {
        List<Integer> before =
                group.items().stream().map(item -> attempts.before(item.id())).toList();
        TrainTask task = new TrainTask(
                sweep,
                results.path().toString(),
                hadoop,
                backend.options(),
                accumulator,
                before,
                options.checkpointSeconds(),
                options.keepBest());
        group.items().forEach(a -> progress.started(a.id(), model.predict(a)));
        context.setJobDescription(group.label());
        JavaRDD<Outcome> outcomes = context.parallelize(group.items(), 1).mapPartitions(task);
        FutureAction<Seq<Outcome>> action = new AsyncRDDActions<>(outcomes.rdd(), outcomes.classTag()).collectAsync();
        inFlight.put(group, action);
        action.onComplete(
                result -> completions.add(new Completion(group, result)), ExecutionContext.parasitic$.MODULE$);
    }

    private void take(Completion completion, BackgroundCompaction compaction) throws IOException {
        JobGroup group = completion.group;
        if (group == null || cancelled) {
            return;
        }
        inFlight.remove(group);
        if (completion.result.isFailure()) {
            Throwable cause = completion.result.failed().get();
            if (spark.sparkContext().isStopped()) {
                throw new IOException("Spark has stopped: " + Sentence.of(cause), cause);
            }
            outcomes.lost(group, Sentence.of(cause));
            return;
        }
        outcomes.take(group, CollectionConverters.asJava(completion.result.get()), inFlight.keySet());
        compaction.recorded(group.items().size());
    }

    /** Moves the records of trials that a search stops at a rung to the records of ended trials. */
    private void recordStopped() throws IOException {
        List<WorkItem> stopped = scheduler.stopped();
        Map<String, RecordedStatus> known = stopped.isEmpty() ? Map.of() : RecordedTrials.withScores(results);
        for (WorkItem last : stopped) {
            if (!isRecorded(last, known.get(last.id()))) {
                results.ledger().publish(atRung(last));
            }
            progress.stopped(last.id());
        }
    }

    private RecordedTrial atRung(WorkItem last) throws IOException {
        Ledger rung = results.rung(last.until());
        Optional<RecordedTrial> entry = rung.entry(last.id());
        if (entry.isEmpty()) {
            rung.distrust();
            throw new IOException("the record of " + last.label()
                    + " is gone or damaged; the same command, run again, trains it again");
        }
        return entry.get();
    }

    /**
     * Whether an earlier run has recorded that the trial was stopped there; recording it again would rewrite tables.
     */
    private static boolean isRecorded(WorkItem last, RecordedStatus known) {
        return known != null && known.status() == Status.STOPPED && known.updates() >= last.until();
    }
}
