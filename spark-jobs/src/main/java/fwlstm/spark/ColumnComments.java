package fwlstm.spark;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * The comments on the columns of the views, shown by {@code DESCRIBE}: units, ranges, and the meaning of null. Settings
 * are described where they are declared, all other columns here.
 */
final class ColumnComments {
    private static final Map<String, String> TRIALS = new LinkedHashMap<>();
    private static final Map<String, String> CURVES = new LinkedHashMap<>();
    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        Map<String, String> common = common();
        TRIALS.putAll(common);
        CURVES.putAll(common);
        TABLES.putAll(common);
        trials();
        curves();
        tables();
    }

    private ColumnComments() {}

    /** The same rows, each column with its comment. */
    static Dataset<Row> trials(Dataset<Row> rows) {
        return commented(rows, TRIALS);
    }

    /** The same rows, each column with its comment. */
    static Dataset<Row> curves(Dataset<Row> rows) {
        return commented(rows, CURVES);
    }

    /** The same rows, each column with its comment. */
    static Dataset<Row> tables(Dataset<Row> rows) {
        return commented(rows, TABLES);
    }

    private static Dataset<Row> commented(Dataset<Row> rows, Map<String, String> comments) {
        Column[] columns = new Column[rows.columns().length];
        for (int k = 0; k < columns.length; k++) {
            String name = rows.columns()[k];
            columns[k] = functions
                    .col(name)
                    .as(
                            name,
                            new MetadataBuilder()
                                    .putString("comment", comments.getOrDefault(name, ""))
                                    .build());
        }
        return rows.select(columns);
    }

    private static Map<String, String> common() {
        Map<String, String> comments = new HashMap<>();
        CellConfig.TYPES.values().forEach(type -> settings(type, "").forEach(comments::putIfAbsent));
        comments.replaceAll((name, comment) -> switch (name) {
            case "hidden", "embedding", "readout" -> comment;
            case "carry" -> comment + "; null if normalised, or if the cell has no such option";
            default -> comment + "; null if the cell has no such option";
        });
        comments.putAll(settings(TrainConfig.class, ""));
        comments.putAll(settings(DataConfig.class, "data_"));
        Map<String, String> task = settings(TaskConfig.class, "");
        comments.put("task", task.get("name"));
        comments.put("pairs", task.get("pairs"));
        comments.put("cell", "recurrent cell: " + String.join(", ", CellConfig.names()));
        comments.put("trial_id", "configuration and seed: 16 hexadecimal digits of a hash");
        comments.put("config_id", "configuration without the seed: 16 hexadecimal digits of a hash");
        comments.put("parameters", "trainable numbers of the model");
        return comments;
    }

    private static Map<String, String> settings(Class<?> type, String prefix) {
        Map<String, String> comments = new HashMap<>();
        Settings.components(type).forEach(c -> comments.put(prefix + Settings.key(c), Settings.describe(c)));
        return comments;
    }

    private static void trials() {
        TRIALS.put("sweep", "name of the sweep that trained it");
        TRIALS.put("format_version", "version of the record; later ones have more columns");
        TRIALS.put("seed", "seed of parameters, data and shuffling, from 0");
        TRIALS.put("status", "done, diverged (loss NaN or infinite), failed (see error) or stopped (by a search)");
        TRIALS.put("updates_run", "updates done before the trial stopped");
        TRIALS.put("best_validation_accuracy", "highest validation accuracy, 0 to 1; null if there was no evaluation");
        TRIALS.put("best_validation_update", "first update with that accuracy; null if there was no evaluation");
        TRIALS.put("validation_loss", "mean cross-entropy in nats at that update; null if there was no evaluation");
        TRIALS.put(
                "test_accuracy", "share of right answers, 0 to 1, of the parameters at that update; null unless done");
        TRIALS.put("test_error", "share of wrong answers, 0 to 1, of the parameters at that update; null unless done");
        TRIALS.put("test_loss", "mean cross-entropy in nats of the parameters at that update; null unless done");
        for (String percent : new String[] {"50", "90", "95", "99"}) {
            TRIALS.put(
                    "updates_to_" + percent,
                    "first evaluated update with a validation accuracy of at least " + percent + " %; null if never");
        }
        TRIALS.put("error", "why the trial failed; null unless failed");
        TRIALS.put("backend", "cpu or gpu");
        TRIALS.put("provider", "implementation that computed: vector, java, ejml, cuda or cuda-tf32");
        TRIALS.put("device", "processor or GPU by its name");
        TRIALS.put("pack_width", "trials trained as one, this one included; 1 if alone");
        TRIALS.put("host", "machine that trained it");
        TRIALS.put("attempt", "0 for the first; more after a failure of the machine");
        TRIALS.put("java_version", "Java that trained it");
        TRIALS.put("fwlstm_version", "fw-lstm that trained it");
        TRIALS.put("train_seconds", "wall-clock seconds of training and evaluation, shared by the trials of a pack");
        TRIALS.put("cpu_seconds", "processor seconds of the training thread");
        TRIALS.put("started_at", "when training started, UTC");
        TRIALS.put("finished_at", "when training ended, UTC");
        TRIALS.put("planned", "whether the sweep as last run asks for it");
    }

    private static void curves() {
        CURVES.put("update", "updates done; where a trial diverged, the end of that interval");
        CURVES.put("epoch", "passes over the training set, fractional");
        CURVES.put(
                "train_loss",
                "mean cross-entropy in nats of the batches since the evaluation before; null if not finite");
        CURVES.put("validation_loss", "mean cross-entropy in nats on the validation set; null if not finite");
        CURVES.put("validation_accuracy", "share of right answers on the validation set, 0 to 1; null once diverged");
        CURVES.put("seconds", "wall-clock seconds of training and evaluation so far");
    }

    private static void tables() {
        TABLES.put("seeds", "trials recorded, of the seeds that the sweep asks for");
        TABLES.put("done", "of these, trained to the end");
        TABLES.put("diverged", "of these, ended by a loss that is NaN or infinite");
        TABLES.put("failed", "of these, that could not be trained");
        TABLES.put("stopped", "of these, ended by a search before their budget");
        TABLES.put("test_error_mean", "mean test error of the done trials, 0 to 1; null if none is done");
        TABLES.put(
                "test_error_std",
                "standard deviation of the test error over the done trials (n - 1); null if fewer than two are");
        TABLES.put("test_error_n", "number of trials behind these");
        TABLES.put(
                "test_error_ci_low",
                "lower end of the 95 % confidence interval of the mean test error (Student's t), cut at 0; null"
                        + " if fewer"
                        + " than two are done");
        TABLES.put(
                "test_error_ci_high",
                "upper end of the 95 % confidence interval of the mean test error (Student's t), cut at 1; null"
                        + " if fewer"
                        + " than two are done");
        TABLES.put(
                "best_validation_accuracy_mean",
                "mean over the trials of the highest validation accuracy, 0 to 1; null if there was no evaluation");
        TABLES.put(
                "validation_loss_mean",
                "mean over the trials of the validation loss in nats at the best update; null if there was no"
                        + " evaluation");
        TABLES.put(
                "updates_to_99_median",
                "median of updates_to_99 over the done trials that reached it; null if none did");
        TABLES.put("updates_to_99_seeds", "number of done trials that reached it");
        TABLES.put("study", "configurations that are compared with each other; null without a search");
        TABLES.put(
                "best",
                "whether it has the highest mean validation accuracy of its study, all planned seeds done; without a"
                        + " search, of its task, pairs, data_test_pairs, cell and hidden size");
        TABLES.put(
                "planned_seeds",
                "number of seeds that the sweep as last run asks for; 0 if it no longer asks for the"
                        + " configuration, all trials of which then count");
        TABLES.put(
                "other_seeds",
                "recorded trials with seeds that the sweep no longer asks for, which count in no other column;"
                        + " 0 if it no longer asks for the configuration");
    }
}
