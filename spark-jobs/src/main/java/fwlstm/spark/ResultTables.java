package fwlstm.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import fwlstm.results.Column;
import fwlstm.results.ColumnType;
import fwlstm.results.Recovery;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.StoredResults;
import fwlstm.table.ConfigurationRow;
import fwlstm.table.ConfigurationTable;
import fwlstm.table.StoredTables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
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
    /** The names of the views. */
    public static final List<String> VIEWS = List.of("trials", "curves", "tables");

    /** Spark's own option for reading listed files: paths are not taken for patterns. */
    private static final String NO_PATTERNS = "__globPaths__";

    private final SparkSession spark;
    private final ResultsDirectory results;

    public ResultTables(SparkSession spark, ResultsDirectory results) {
        this.spark = spark;
        this.results = results;
    }

    /** Reads the directory and registers the views. */
    public void registerViews() throws IOException {
        registerViews(StoredTables.read(results));
    }

    /**
     * Registers the views.
     *
     * <ul>
     *   <li>{@code trials}: one row per trial, including those still in the ledger; {@code planned} tells whether the
     *       sweep asks for it;
     *   <li>{@code curves}: one row per evaluation;
     *   <li>{@code tables}: one row per configuration, over its seeds. {@code best} marks the one with the highest mean
     *       validation accuracy of each {@code study}, or without a search of each task, K, K of the test sequences,
     *       cell and hidden size; only configurations with all planned seeds done count. {@code test_error_ci_low} and
     *       {@code test_error_ci_high} are the 95 % confidence interval of {@code test_error_mean} by Student's t, cut
     *       at 0 and 1; null if fewer than two seeds have a test error ({@code test_error_n}).
     * </ul>
     *
     * and the functions of {@link SqlFunctions}.
     */
    public void registerViews(StoredTables tables) {
        SqlFunctions.register(spark);
        StoredResults stored = tables.stored();
        ColumnComments.trials(view(Column.TRIALS, results.trials(), stored.trials(), stored)
                        .withColumn("planned", planned(tables.configurations().unplanned())))
                .createOrReplaceTempView("trials");
        ColumnComments.curves(view(Column.CURVES, results.curves(), stored.curves(), stored))
                .createOrReplaceTempView("curves");
        ColumnComments.tables(rows(
                        ConfigurationTable.COLUMNS,
                        tables.configurations().rows().stream().map(ConfigurationRow::columns)))
                .createOrReplaceTempView("tables");
    }

    /**
     * If a query failed because a table cannot be read, makes the next sweep read all of them and quarantine damaged
     * ones.
     */
    public static void distrustIfUnreadable(ResultsDirectory results, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SparkThrowable error
                    && String.valueOf(error.getCondition()).startsWith("FAILED_READ_FILE")) {
                Recovery.distrustTables(results);
            }
        }
    }

    private static org.apache.spark.sql.Column planned(Set<String> unplanned) {
        return unplanned.isEmpty() ? lit(true) : not(col("trial_id").isInCollection(unplanned));
    }

    private Dataset<Row> view(List<Column> columns, Path table, List<Path> files, StoredResults stored) {
        Dataset<Row> rows = rows(columns, stored.entries().stream().flatMap(entry -> entry.rows(columns).stream()));
        if (files.isEmpty()) {
            return rows;
        }
        Dataset<Row> inFiles = spark.read()
                .schema(schema(columns))
                .option(NO_PATTERNS, "false")
                .option("basePath", table.toString()) // the directories below it are also columns
                .parquet(files.stream().map(Path::toString).toArray(String[]::new))
                .select(names(columns));
        if (!stored.replaced().isEmpty()) {
            inFiles = inFiles.where(not(col("trial_id").isInCollection(stored.replaced())));
        }
        return inFiles.union(rows);
    }

    private Dataset<Row> rows(List<Column> columns, Stream<Map<String, Object>> rows) {
        return spark.createDataFrame(
                rows.map(row -> RowFactory.create(columns.stream()
                                .map(column -> row.get(column.name()))
                                .toArray()))
                        .toList(),
                schema(columns));
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
