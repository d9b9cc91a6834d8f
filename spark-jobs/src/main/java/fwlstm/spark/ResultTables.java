package fwlstm.spark;

import fwlstm.results.Column;
import fwlstm.results.Entry;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Parquet tables of a results directory, and the SQL views over them. */
public final class ResultTables {
    private final SparkSession spark;
    private final ResultsDirectory results;

    public ResultTables(SparkSession spark, ResultsDirectory results) {
        this.spark = spark;
        this.results = results;
    }

    /**
     * Moves what is in the ledger into the tables. A trial that a table already has, because an earlier compaction was
     * cut off before it could clear the ledger, is not added again.
     */
    public void compact() throws IOException {
        List<Entry> entries = results.ledger().entries();
        if (entries.isEmpty()) {
            return;
        }
        append(Column.CURVES, results.curves(), entries);
        append(Column.TRIALS, results.trials(), entries);
        results.ledger().remove(entries);
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
        List<Entry> entries = results.ledger().entries();
        view(Column.TRIALS, results.trials(), entries)
                .dropDuplicates("trial_id")
                .createOrReplaceTempView("trials");
        view(Column.CURVES, results.curves(), entries)
                .dropDuplicates("trial_id", "update")
                .createOrReplaceTempView("curves");
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

    private Dataset<Row> view(List<Column> columns, Path table, List<Entry> entries) throws IOException {
        Set<String> compacted = idsIn(table, entries);
        return stored(columns, table).union(rows(columns, entries, compacted));
    }

    private void append(List<Column> columns, Path table, List<Entry> entries) throws IOException {
        // What a job left that was killed while it wrote; the next one would publish it.
        results.fileSystem().delete(new Path(table, "_temporary"), true);
        rows(columns, entries, idsIn(table, entries))
                .coalesce(1) // one file per partition directory
                .write()
                .mode(SaveMode.Append)
                .partitionBy(Column.PARTITIONS.toArray(String[]::new))
                .parquet(table.toString());
    }

    private Dataset<Row> stored(List<Column> columns, Path table) throws IOException {
        StructType schema = schema(columns);
        return results.hasTable(table)
                ? spark.read().schema(schema).parquet(table.toString()).select(names(columns))
                : spark.createDataFrame(List.of(), schema);
    }

    /** Which of the entries a table already has. */
    private Set<String> idsIn(Path table, List<Entry> entries) throws IOException {
        if (entries.isEmpty() || !results.hasTable(table)) {
            return Set.of();
        }
        return new HashSet<>(spark.read()
                .parquet(table.toString())
                .select("trial_id")
                .distinct()
                .as(Encoders.STRING())
                .collectAsList());
    }

    private Dataset<Row> rows(List<Column> columns, List<Entry> entries, Set<String> without) {
        List<Row> rows = new ArrayList<>();
        for (Entry entry : entries) {
            if (!without.contains(entry.trialId())) {
                List<Map<String, Object>> values = columns == Column.TRIALS ? List.of(entry.trial()) : entry.curve();
                values.forEach(row -> rows.add(RowFactory.create(
                        columns.stream().map(column -> row.get(column.name())).toArray())));
            }
        }
        return spark.createDataFrame(rows, schema(columns));
    }

    private static org.apache.spark.sql.Column[] names(List<Column> columns) {
        return columns.stream()
                .map(column -> org.apache.spark.sql.functions.col(column.name()))
                .toArray(org.apache.spark.sql.Column[]::new);
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
