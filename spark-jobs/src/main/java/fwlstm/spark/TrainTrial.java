package fwlstm.spark;

import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.results.Entry;
import fwlstm.results.ResultsDirectory;
import fwlstm.train.Checkpoints;
import fwlstm.train.Cost;
import fwlstm.train.CpuBackend;
import fwlstm.train.CurvePoint;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The Spark task: trains one trial and publishes its record. May run again, or twice at once, after a failure; the ledger
 * keeps the first record.
 */
final class TrainTrial implements Function<Trial, Status> {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger("fwlstm.spark");

    private final String sweep;
    private final String directory;
    private final SerializableConfiguration hadoop;
    private final ProgressAccumulator progress;
    private final int mostAttempts;

    /** @param mostAttempts attempts after which a trial that throws is recorded as failed */
    TrainTrial(
            String sweep,
            String directory,
            SerializableConfiguration hadoop,
            ProgressAccumulator progress,
            int mostAttempts) {
        this.sweep = sweep;
        this.directory = directory;
        this.hadoop = hadoop;
        this.progress = progress;
        this.mostAttempts = mostAttempts;
    }

    @Override
    public Status call(Trial trial) throws IOException {
        TaskContext task = TaskContext.get();
        double cost = Cost.ofTrial(trial);
        progress.add(TrialProgress.of(trial, cost, new CurvePoint(0, 0, null, null, null, 0)));
        Trainer trainer = new Trainer(
                new CpuBackend(Providers.chosen()),
                Checkpoints.NONE,
                (t, point) -> progress.add(TrialProgress.of(t, cost, point)));
        TrialRecord record = train(trainer, trial, task.attemptNumber(), mostAttempts);
        ResultsDirectory.at(directory, hadoop.value()).ledger().publish(Entry.of(sweep, record));
        return record.result().status();
    }

    /** The record of a trial, that of its failure if it throws for the last time. */
    static TrialRecord train(Trainer trainer, Trial trial, int attempt, int mostAttempts) throws IOException {
        try {
            return trainer.train(List.of(trial), attempt).get(0);
        } catch (RuntimeException e) {
            if (attempt + 1 < mostAttempts) {
                throw e; // Spark tries again, perhaps elsewhere
            }
            LOG.log(System.Logger.Level.ERROR, trial.label() + " failed", e);
            return trainer.failed(trial, e.toString(), attempt);
        }
    }
}
