package fwlstm.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import fwlstm.results.Column;
import fwlstm.results.ColumnType;
import fwlstm.results.Entry;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.StoredResults;
import fwlstm.statistics.ConfidenceInterval;
import fwlstm.sweep.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The SQL views over the tables and the ledger of a results directory. */
public final class ResultTables {
    /** The names of the views. */
    public static final List<String> VIEWS = List.of("trials", "curves", "tables");

    /** The option with which Spark itself reads files that it has listed: it takes no path for a pattern. */
    private static final String NO_PATTERNS = "__globPaths__";

    private static final UDF2<Long, Double, Double> HALF_WIDTH =
            (n, std) -> n == null || n < 2 || std == null ? null : ConfidenceInterval.halfWidth(n, std);

    private final SparkSession spark;
    private final ResultsDirectory results;

    public ResultTables(SparkSession spark, ResultsDirectory results) {
        this.spark = spark;
        this.results = results;
    }

    /**
     * Registers the views.
     *
     * <ul>
     *   <li>{@code trials}: a row per configuration and seed, those still in the ledger included;
     *   <li>{@code curves}: a row per evaluation;
     *   <li>{@code tables}: a row per configuration, over its seeds. {@code best} marks the one with the highest mean
     *       validation accuracy of each {@code study}, or without a search of each task, K, K of the test sequences, cell and hidden
     *       size; only configurations of which all planned seeds are done count. {@code test_error_ci_low} and {@code
     *       test_error_ci_high} are the 95 % confidence interval of {@code test_error_mean} by Student's t, as far as it
     *       lies between 0 and 1; null if fewer than two seeds have a test error ({@code test_error_n}).
     * </ul>
     *
     * The SQL function {@code t_half_width(n, std)} makes such intervals of other means.
     */
    public void registerViews() throws IOException {
        spark.udf().register("t_half_width", HALF_WIDTH, DataTypes.DoubleType);
        StoredResults stored = StoredResults.of(results);
        ColumnComments.trials(view(Column.TRIALS, results.trials(), stored.trials(), stored))
                .createOrReplaceTempView("trials");
        ColumnComments.curves(view(Column.CURVES, results.curves(), stored.curves(), stored))
                .createOrReplaceTempView("curves");
        ColumnComments.tables(configurations(results.sweep())).createOrReplaceTempView("tables");
    }

    private Dataset<Row> configurations(Sweep sweep) {
        plan(sweep).createOrReplaceTempView("plan");
        String configuration = String.join(", ", Column.CONFIGURATION);
        Dataset<Row> rows = spark.sql("""
                        WITH seeds AS (
                          SELECT config_id, %1$s,
                            max(parameters) AS parameters,
                            count(*) AS seeds,
                            count_if(status = 'done') AS done,
                            count_if(status = 'diverged') AS diverged,
                            count_if(status = 'failed') AS failed,
                            count_if(status = 'stopped') AS stopped,
                            avg(test_error) AS test_error_mean,
                            stddev_samp(test_error) AS test_error_std,
                            count(test_error) AS test_error_n,
                            t_half_width(count(test_error), stddev_samp(test_error)) AS half_width,
                            avg(best_validation_accuracy) AS best_validation_accuracy_mean,
                            avg(validation_loss) AS validation_loss_mean,
                            median(updates_to_99) FILTER (WHERE status = 'done') AS updates_to_99_median,
                            count(updates_to_99) FILTER (WHERE status = 'done') AS updates_to_99_seeds
                          FROM trials
                          GROUP BY config_id, %1$s),
                        ranked AS (
                          SELECT seeds.*, plan.study, done >= coalesce(plan.planned, seeds) AS complete
                          FROM seeds LEFT JOIN plan USING (config_id))
                        SELECT * EXCEPT (complete, half_width),
                          if(half_width IS NULL, NULL, greatest(0D, test_error_mean - half_width)) AS test_error_ci_low,
                          if(half_width IS NULL, NULL, least(1D, test_error_mean + half_width)) AS test_error_ci_high,
                          complete AND row_number() OVER (
                            PARTITION BY coalesce(
                              study, concat_ws(' ', task, pairs, coalesce(data_test_pairs, pairs), cell, hidden))
                            ORDER BY complete DESC, best_validation_accuracy_mean DESC, validation_loss_mean, config_id)
                            = 1 AS best
                        FROM ranked""".formatted(configuration));
        spark.catalog().dropTempView("plan"); // it has served
        return rows;
    }

    /** How many seeds of each configuration a sweep asks for, and in which study it is. */
    private Dataset<Row> plan(Sweep sweep) {
        Map<String, String> studies = sweep.studyLabels();
        List<Row> rows = new ArrayList<>();
        sweep.trialsByConfiguration()
                .forEach((config, trials) ->
                        rows.add(RowFactory.create(config, studies.get(config), (long) trials.size())));
        return spark.createDataFrame(
                rows,
                DataTypes.createStructType(List.of(
                        DataTypes.createStructField("config_id", DataTypes.StringType, false),
                        DataTypes.createStructField("study", DataTypes.StringType, true),
                        DataTypes.createStructField("planned", DataTypes.LongType, false))));
    }

    private Dataset<Row> view(List<Column> columns, Path table, List<Path> files, StoredResults stored) {
        Dataset<Row> rows = rows(columns, stored.entries());
        if (files.isEmpty()) {
            return rows;
        }
        Dataset<Row> inFiles = spark.read()
                .schema(schema(columns))
                .option(NO_PATTERNS, "false")
                .option("basePath", table.toString()) // the directories below it are columns too
                .parquet(files.stream().map(Path::toString).toArray(String[]::new))
                .select(names(columns));
        if (!stored.replaced().isEmpty()) {
            inFiles = inFiles.where(not(col("trial_id").isInCollection(stored.replaced())));
        }
        return inFiles.union(rows);
    }

    private Dataset<Row> rows(List<Column> columns, List<Entry> entries) {
        List<Row> rows = new ArrayList<>();
        for (Entry entry : entries) {
            entry.rows(columns)
                    .forEach(row -> rows.add(RowFactory.create(columns.stream()
                            .map(column -> row.get(column.name()))
                            .toArray())));
        }
        return spark.createDataFrame(rows, schema(columns));
    }

    private static org.apache.spark.sql.Column[] names(List<Column> columns) {
        return columns.stream().map(column -> col(column.name())).toArray(org.apache.spark.sql.Column[]::new);
    }

    private static StructType schema(List<Column> columns) {
        return DataTypes.createStructType(columns.stream()
                .map(column -> DataTypes.createStructField(column.name(), type(column.type()), true))
                .toArray(StructField[]::new));
    }

    private static DataType type(ColumnType type) {
        return switch (type) {
            case STRING -> DataTypes.StringType;
            case INTEGER -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case DOUBLE -> DataTypes.DoubleType;
            case BOOLEAN -> DataTypes.BooleanType;
            case INSTANT -> DataTypes.TimestampType;
        };
    }
}
