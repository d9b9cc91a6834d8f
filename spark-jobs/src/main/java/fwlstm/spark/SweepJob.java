package fwlstm.spark;

import fwlstm.config.Trial;
import fwlstm.results.ResultsDirectory;
import fwlstm.train.Cost;
import fwlstm.train.Status;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Trains trials on Spark: one task for each, the longest first. */
public final class SweepJob {
    private final SparkSession spark;
    private final String sweep;
    private final ResultsDirectory results;
    private final List<Trial> trials;
    private final SweepProgress progress;

    public SweepJob(SparkSession spark, String sweep, ResultsDirectory results, Collection<Trial> trials) {
        this.spark = spark;
        this.sweep = sweep;
        this.results = results;
        this.trials = trials.stream()
                .sorted(Comparator.comparingDouble(Cost::ofTrial).reversed().thenComparing(Trial::id))
                .toList();
        progress = new SweepProgress(
                trials.size(), trials.stream().mapToDouble(Cost::ofTrial).sum());
    }

    /** How the job stands; may be asked from any thread. */
    public SweepProgress progress() {
        return progress;
    }

    /** Trains all trials; returns how each ended. When it returns, every record is in the ledger. */
    public List<Status> run() {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        ProgressAccumulator accumulator = new ProgressAccumulator();
        spark.sparkContext().register(accumulator, ProgressAccumulator.NAME);
        spark.sparkContext().addSparkListener(progress);
        try {
            context.setJobDescription("sweep " + sweep + ": " + trials.size() + " trials");
            TrainTrial train = new TrainTrial(
                    sweep,
                    results.path().toString(),
                    new SerializableConfiguration(Sessions.hadoop(spark)),
                    accumulator,
                    mostAttempts(spark.sparkContext().getConf()));
            return context.parallelize(trials, trials.size()).map(train).collect();
        } finally {
            context.setJobDescription(null);
            spark.sparkContext().removeSparkListener(progress);
        }
    }

    /** How often Spark runs a task that fails. */
    private static int mostAttempts(SparkConf conf) {
        return LocalMaster.of(conf.get("spark.master"))
                .map(LocalMaster::attempts)
                .orElseGet(() -> conf.getInt("spark.task.maxFailures", 4));
    }
}
