package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.results.Entry;
import fwlstm.results.Records;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTablesTest {
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
    }

    private void publish(long seed) throws IOException {
        results.ledger().publish(Entry.of("small", Records.record(seed)), 0);
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
        tables.compact();
        publish(2);
        assertThat(count("trials")).isEqualTo(2);
        assertThat(count("curves")).isEqualTo(4);
        assertThat(count("tables")).isEqualTo(1);
    }

    @Test
    void a_compaction_cut_off_before_the_ledger_is_cleared_duplicates_nothing() throws IOException {
        publish(1);
        publish(2);
        tables.compact();
        publish(1); // as if it had not been removed
        publish(3);
        tables.compact();
        assertThat(stored(results.trials())).isEqualTo(3);
        assertThat(stored(results.curves())).isEqualTo(6);
        assertThat(results.ledger().ids()).isEmpty();
    }

    @Test
    void a_compaction_cut_off_between_the_two_tables_duplicates_nothing() throws IOException {
        publish(1);
        tables.compact();
        results.fileSystem().delete(results.trials(), true); // as if only the curves had been written
        publish(1);
        tables.compact();
        assertThat(stored(results.trials())).isEqualTo(1);
        assertThat(stored(results.curves())).isEqualTo(2);
    }

    @Test
    void what_a_killed_compaction_was_writing_is_not_published_by_the_next() throws IOException {
        publish(1);
        tables.compact();
        Path table = folder.resolve("trials");
        Path left = table.resolve("_temporary/0/task_202601010000_0000_m_000000/task=art/pairs=2");
        Files.createDirectories(left);
        try (Stream<Path> files = Files.walk(table.resolve("task=art"))) {
            Path part = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.copy(part, left.resolve("part-left.parquet"));
        }
        publish(2);
        tables.compact();
        assertThat(stored(results.trials())).isEqualTo(2);
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
}
