package fwlstm.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import fwlstm.results.Column;
import fwlstm.results.Entry;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.StoredResults;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The SQL views over the tables and the ledger of a results directory. */
public final class ResultTables {
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
     *   <li>{@code tables}: a row per configuration, over its seeds.
     * </ul>
     */
    public void registerViews() throws IOException {
        StoredResults stored = StoredResults.of(results);
        view(Column.TRIALS, results.trials(), stored.trials(), stored).createOrReplaceTempView("trials");
        view(Column.CURVES, results.curves(), stored.curves(), stored).createOrReplaceTempView("curves");
        String configuration = String.join(", ", Column.CONFIGURATION);
        spark.sql("""
                        SELECT config_id, %1$s,
                          max(parameters) AS parameters,
                          count(*) AS seeds,
                          count_if(status = 'done') AS done,
                          count_if(status = 'diverged') AS diverged,
                          count_if(status = 'failed') AS failed,
                          avg(test_error) AS test_error_mean,
                          stddev_samp(test_error) AS test_error_std,
                          avg(best_validation_accuracy) AS best_validation_accuracy_mean,
                          median(updates_to_99) FILTER (WHERE status = 'done') AS updates_to_99_median,
                          count(updates_to_99) FILTER (WHERE status = 'done') AS updates_to_99_seeds
                        FROM trials
                        GROUP BY config_id, %1$s""".formatted(configuration)).createOrReplaceTempView("tables");
    }

    private Dataset<Row> view(List<Column> columns, Path table, List<Path> files, StoredResults stored) {
        Dataset<Row> rows = rows(columns, stored.entries());
        if (files.isEmpty()) {
            return rows;
        }
        Dataset<Row> inFiles = spark.read()
                .schema(schema(columns))
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

    private static DataType type(Class<?> type) {
        if (type == String.class) {
            return DataTypes.StringType;
        } else if (type == int.class || type == Integer.class) {
            return DataTypes.IntegerType;
        } else if (type == long.class || type == Long.class) {
            return DataTypes.LongType;
        } else if (type == double.class || type == Double.class) {
            return DataTypes.DoubleType;
        } else if (type == boolean.class || type == Boolean.class) {
            return DataTypes.BooleanType;
        } else if (type == Instant.class) {
            return DataTypes.TimestampType;
        }
        throw new IllegalArgumentException("no column type for " + type);
    }
}
