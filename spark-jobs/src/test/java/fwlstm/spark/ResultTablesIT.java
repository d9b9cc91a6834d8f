package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import fwlstm.results.Compaction;
import fwlstm.results.RecordedTrial;
import fwlstm.results.RecordedTrials;
import fwlstm.results.Records;
import fwlstm.results.ResultsDirectory;
import fwlstm.sweep.SweepFile;
import fwlstm.table.StoredTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTablesIT {
    private static SparkSession spark;

    @TempDir
    Path folder;

    private ResultsDirectory results;
    private ResultTables tables;

    @BeforeAll
    static void start() {
        spark = Sessions.open("result tables", "local[1]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void open() {
        results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        tables = new ResultTables(spark, results);
        results.claim(SweepFile.parse(
                "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: [1, 2]}", List.of()));
    }

    private void publish(long seed) throws IOException {
        results.ledger().publish(RecordedTrial.of("small", Records.record(seed)));
    }

    private void compact() throws IOException {
        assertThat(new Compaction(results).run()).isEmpty();
    }

    private long count(String view) throws IOException {
        tables.registerViews();
        return spark.table(view).count();
    }

    /** Rows as they lie in the files, where no view can hide a duplicate. */
    private long stored(org.apache.hadoop.fs.Path table) {
        return spark.read().parquet(table.toString()).count();
    }

    @Test
    void views_show_tables_and_ledger_together() throws IOException {
        assertThat(count("trials")).isZero();
        publish(1);
        assertThat(count("trials")).isEqualTo(1);
        compact();
        publish(2);
        assertThat(count("trials")).isEqualTo(2);
        assertThat(count("curves")).isEqualTo(4);
        assertThat(count("tables")).isEqualTo(1);
    }

    @Test
    void a_compaction_cut_off_before_the_ledger_is_cleared_duplicates_nothing() throws IOException {
        publish(1);
        publish(2);
        compact();
        publish(1); // as if it had not been removed
        publish(3);
        compact();
        assertThat(stored(results.trials())).isEqualTo(3);
        assertThat(stored(results.curves())).isEqualTo(6);
        assertThat(results.ledger().ids()).isEmpty();
    }

    /** The results in the repository were written before there were the settings {@code test_pairs} and {@code carry}. */
    @Test
    void tables_of_an_earlier_version_are_read_and_grow() throws IOException {
        Path earlier = folder.resolve("earlier");
        FileUtils.copyDirectory(Path.of("..", "notebooks", "sample").toFile(), earlier.toFile());
        results = ResultsDirectory.at(earlier.toString(), ResultsDirectory.hadoop());
        tables = new ResultTables(spark, results);
        assertThat(spark.read().parquet(results.trials().toString()).columns())
                .contains("data_test")
                .doesNotContain("data_test_pairs", "carry");
        long before = count("trials");
        String values = "SELECT data_test_pairs, count(*) FROM trials GROUP BY 1 ORDER BY 1";
        assertThat(spark.sql(values).collectAsList()).hasToString("[[null," + before + "]]");
        List<String> ids = spark.sql("SELECT trial_id FROM trials WHERE pairs = 2 ORDER BY 1")
                .as(Encoders.STRING())
                .collectAsList();
        Map<String, RecordedTrial> recorded = new LinkedHashMap<>();
        for (String id : ids) {
            recorded.put(id, RecordedTrials.find(results, id).orElseThrow());
        }
        RecordedTrial old = recorded.get(ids.get(0));
        Row asSparkReads =
                spark.table("trials").where("trial_id = '" + ids.get(0) + "'").first();
        for (String column :
                List.of("data_test", "data_test_pairs", "carry", "test_error", "provider", "java_version")) {
            assertThat(old.trial()).containsEntry(column, asSparkReads.getAs(column));
        }

        results.ledger().publish(RecordedTrial.of("small", Records.testedAt(9, 1)));
        compact(); // a new file beside the old one
        assertThat(count("trials")).isEqualTo(before + 1);
        results.ledger().publish(old);
        compact(); // which now takes up the rows of the old one
        assertThat(count("trials")).isEqualTo(before + 1);
        assertThat(spark.sql(values).collectAsList()).hasToString("[[null," + before + "], [9,1]]");
        for (String id : ids) {
            assertThat(RecordedTrials.find(results, id)).contains(recorded.get(id));
        }
    }

    @Test
    void the_best_is_one_for_each_number_of_test_pairs() throws IOException {
        results.claim(SweepFile.parse(
                "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, data: {test_pairs: [2, 9]},"
                        + " seeds: [1]}",
                List.of()));
        publish(1);
        results.ledger().publish(RecordedTrial.of("small", Records.testedAt(9, 1)));
        tables.registerViews();
        assertThat(spark.sql("SELECT data_test_pairs, seeds, best FROM tables ORDER BY 1")
                        .collectAsList())
                .hasToString("[[null,1,true], [9,1,true]]");
    }

    @Test
    void confidence_intervals_are_over_the_seeds_with_a_test_error() throws IOException {
        String interval = "SELECT test_error_n, test_error_ci_low, test_error_ci_high FROM tables";
        publish(1);
        tables.registerViews();
        assertThat(spark.sql(interval).first().mkString(" ")).isEqualTo("1 null null");
        publish(2);
        tables.registerViews();
        assertThat(spark.sql(interval).first().mkString(" ")).isEqualTo("2 0.5 0.5");
        // t(0.975, 4) = 2.776; the standard deviation of 1..5 is 1.581
        assertThat(spark.sql(
                                "SELECT round(t_half_width(count(*), stddev_samp(x)), 3) FROM VALUES (1), (2), (3), (4), (5)"
                                        + " AS v(x)")
                        .first()
                        .getDouble(0))
                .isEqualTo(1.963);
    }

    @Test
    void mean_and_spread_are_over_seeds() throws IOException {
        publish(1);
        publish(2);
        tables.registerViews();
        assertThat(spark.sql("SELECT seeds, done, test_error_mean, test_error_std, updates_to_99_seeds FROM tables")
                        .first()
                        .mkString(" "))
                .isEqualTo("2 2 0.5 0.0 0");
    }

    @Test
    void every_column_is_described() throws IOException {
        publish(1);
        compact();
        tables.registerViews();
        assertThat(spark.sql("SHOW VIEWS")
                        .select("viewName")
                        .as(Encoders.STRING())
                        .collectAsList())
                .containsExactlyInAnyOrder("trials", "curves", "tables");
        for (String view : List.of("trials", "curves", "tables")) {
            List<Row> columns = spark.sql("DESCRIBE " + view).collectAsList();
            assertThat(columns)
                    .hasSizeGreaterThan(8)
                    .allSatisfy(column -> assertThat(column.<String>getAs("comment"))
                            .as(view + "." + column.<String>getAs("col_name"))
                            .isNotBlank());
        }
        assertThat(spark.sql("DESCRIBE curves")
                        .where("col_name = 'validation_loss'")
                        .first()
                        .<String>getAs("comment"))
                .contains("nats", "null if not finite");
    }

    private void assertRefusedAsNewer(String file) {
        assertThatThrownBy(tables::registerViews)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(folder.resolve(file).toString())
                .hasMessageEndingWith(
                        ": format_version: found 2, allowed: at most 1, since a newer fw-lstm wrote this; use that one")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_ledger_of_a_newer_format_is_refused_and_left_as_it_is() throws IOException {
        RecordedTrial entry = RecordedTrial.of("small", Records.record(1));
        Map<String, Object> row = new LinkedHashMap<>(entry.trial());
        row.put("format_version", 2);
        row.put("of_the_future", 1);
        results.ledger().publish(new RecordedTrial(row, entry.curve()));
        String file = "ledger/" + entry.trialId() + ".json";
        assertRefusedAsNewer(file);
        assertThatThrownBy(() -> results.ledger().quarantineDamaged()).isInstanceOf(ConfigException.class);
        assertThat(folder.resolve(file)).exists();
    }

    @Test
    void tables_of_a_newer_format_are_refused() throws IOException {
        publish(1);
        compact();
        String partition = "trials/task=art/pairs=2";
        Locale locale = Locale.getDefault();
        Locale.setDefault(Locale.ROOT); // Spark would number the file in the digits of the place
        spark.read()
                .parquet(folder.resolve(partition).toString())
                .withColumn("format_version", functions.expr("format_version + 1"))
                .write()
                .mode("append")
                .parquet(folder.resolve(partition).toString());
        Locale.setDefault(locale);
        assertRefusedAsNewer(partition);
    }

    /** Spark, and others, take every key=value of a path for a column. */
    @Test
    void directories_further_up_that_are_called_like_columns_change_nothing() throws IOException {
        Path odd = folder.resolve("seed=3").resolve("pairs=9").resolve("results");
        results = ResultsDirectory.at(odd.toString(), ResultsDirectory.hadoop());
        tables = new ResultTables(spark, results);
        results.claim(SweepFile.parse(
                "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: [1, 2]}", List.of()));
        publish(1);
        publish(2);
        compact();
        tables.registerViews();
        assertThat(spark.sql("SELECT seed, pairs FROM trials ORDER BY 1").collectAsList())
                .hasToString("[[1,2], [2,2]]");
        assertThat(spark.sql("SELECT pairs, seeds FROM tables").collectAsList()).hasToString("[[2,2]]");
        assertThat(spark.sql("SELECT DISTINCT pairs FROM curves").collectAsList())
                .hasToString("[[2]]");
        assertThat(spark.read()
                        .parquet(results.trials().toString())
                        .select("seed", "pairs")
                        .orderBy("seed")
                        .collectAsList())
                .hasToString("[[1,2], [2,2]]");
        for (long seed : List.of(1L, 2L)) {
            RecordedTrial entry = RecordedTrial.of("small", Records.record(seed));
            assertThat(RecordedTrials.find(results, entry.trialId())
                            .orElseThrow()
                            .trial())
                    .containsEntry("seed", seed)
                    .containsEntry("pairs", 2);
        }
    }

    /** A compaction replaces the files that the views name, while a prompt is open or a query runs. */
    @Test
    void views_follow_a_directory_in_which_a_sweep_goes_on() throws IOException {
        publish(1);
        compact();
        LiveViews live = new LiveViews(spark, results, StoredTables.read(results));
        String query = "SELECT count(*), sum(update) FROM trials JOIN curves USING (trial_id)";
        assertThat(live.answer(() -> spark.sql(query).collectAsList())).hasToString("[[2,150]]");
        publish(2);
        compact();
        assertThat(live.answer(() -> spark.sql(query).collectAsList())).hasToString("[[4,300]]");
        List<String> attempts = new ArrayList<>();
        assertThat(live.answer(() -> {
                    Dataset<Row> answer = spark.sql(query);
                    attempts.add("one more");
                    if (attempts.size() == 1) { // as if a compaction came between plan and task
                        publish(3);
                        compact();
                        deleteReplaced(answer);
                    }
                    return answer.collectAsList();
                }))
                .hasToString("[[6,450]]");
        assertThat(attempts).hasSize(2);
        assertThatThrownBy(() ->
                        live.answer(() -> spark.sql("SELECT raise_error('no')").collectAsList()))
                .as("what fails while nothing changes fails at once")
                .hasMessageContaining("no");
    }

    /** Makes sure that a query reads a file that is no longer there. */
    private void deleteReplaced(Dataset<Row> answer) throws IOException {
        for (String file : answer.inputFiles()) {
            Files.deleteIfExists(Path.of(java.net.URI.create(file)));
        }
        results.ledger().publish(RecordedTrial.of("small", Records.record(1)));
        results.ledger().publish(RecordedTrial.of("small", Records.record(2)));
        results.ledger().publish(RecordedTrial.of("small", Records.record(3)));
    }

    @Test
    void any_spark_reads_the_tables_without_options() throws IOException {
        publish(1);
        compact();
        assertThat(spark.read()
                        .parquet(results.trials().toString())
                        .groupBy("task", "cell", "pairs")
                        .avg("test_error")
                        .collectAsList())
                .hasToString("[[art,irnn,2,0.5]]");
    }
}
