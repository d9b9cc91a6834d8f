package fwlstm.spark;

import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.results.Entry;
import fwlstm.results.Ledger;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.StoredCheckpoints;
import fwlstm.sweep.Assignment;
import fwlstm.train.CpuBackend;
import fwlstm.train.CurvePoint;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The Spark task: trains assignments one after the other and publishes each record as soon as there is one. May run again,
 * or twice at once: what is recorded is not trained again, and the ledger keeps the first record.
 *
 * @param attempts how often each assignment was tried before
 * @param checkpointSeconds least time between two checkpoints of a trial
 */
record TrainTask(
        String sweep,
        String directory,
        Broadcast<SerializableConfiguration> hadoop,
        ProgressAccumulator progress,
        List<Integer> attempts,
        double checkpointSeconds)
        implements FlatMapFunction<Iterator<Assignment>, Outcome> {
    private static final System.Logger LOG = System.getLogger("fwlstm.spark");

    @Override
    public Iterator<Outcome> call(Iterator<Assignment> assignments) {
        ResultsDirectory results = ResultsDirectory.at(directory, hadoop.value().value());
        TaskContext task = TaskContext.get();
        List<Outcome> outcomes = new ArrayList<>();
        while (assignments.hasNext()) {
            int attempt = attempts.get(outcomes.size()) + task.attemptNumber();
            outcomes.add(outcome(assignments.next(), results, task, attempt));
        }
        return outcomes.iterator();
    }

    private Outcome outcome(Assignment assignment, ResultsDirectory results, TaskContext task, int attempt) {
        Trial trial = assignment.trial();
        String id = assignment.id();
        long start = System.nanoTime();
        try {
            Entry entry = recorded(assignment, results).orElse(null);
            if (entry == null) {
                StoredCheckpoints checkpoints = results.checkpoints(checkpointSeconds);
                Trainer trainer = new Trainer(
                        new CpuBackend(Providers.chosen()), checkpoints, (t, point) -> heard(assignment, point, task));
                heard(assignment, new CurvePoint(assignment.from(), 0, null, null, null, 0), task);
                TrialRecord record = trainer.train(List.of(trial), attempt, assignment.until())
                        .get(0);
                entry = Entry.of(sweep, record);
                ledger(record.result().status(), assignment, results).publish(entry);
                if (record.result().status() != Status.STOPPED) {
                    checkpoints.delete(trial);
                }
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            return new Outcome.Recorded(
                    id,
                    entry.status(),
                    (Integer) entry.trial().get("updates_run"),
                    (Double) entry.trial().get("best_validation_accuracy"),
                    (Double) entry.trial().get("validation_loss"),
                    seconds);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, trial.label() + " is not recorded", e);
            return new Outcome.NotRecorded(id, e.getMessage());
        } catch (RuntimeException | Error e) {
            if (task.isInterrupted()) {
                throw e; // Spark wants this task no more
            }
            LOG.log(System.Logger.Level.WARNING, trial.label() + " threw", e);
            return e instanceof OutOfMemoryError
                    ? new Outcome.OutOfMemory(id, e.toString())
                    : new Outcome.Threw(id, e.toString());
        }
    }

    /** The record of an earlier run of this task, or of another that Spark took for lost. */
    private static Optional<Entry> recorded(Assignment assignment, ResultsDirectory results) throws IOException {
        Optional<Entry> ended = results.ledger().entry(assignment.id());
        return ended.isPresent() || !pauses(assignment)
                ? ended
                : results.rung(assignment.until()).entry(assignment.id());
    }

    private static boolean pauses(Assignment assignment) {
        return assignment.until() < assignment.trial().train().updates();
    }

    private static Ledger ledger(Status status, Assignment assignment, ResultsDirectory results) {
        return status == Status.STOPPED ? results.rung(assignment.until()) : results.ledger();
    }

    private void heard(Assignment assignment, CurvePoint point, TaskContext task) {
        if (task.isInterrupted()) {
            throw new CancellationException("no longer wanted");
        }
        progress.add(TrialProgress.of(assignment, point));
    }
}
