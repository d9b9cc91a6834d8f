package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Trial;
import fwlstm.report.MadeUp;
import fwlstm.report.Report;
import fwlstm.results.Compaction;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.ResultTables;
import fwlstm.spark.Sessions;
import fwlstm.sql.QueryResult;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.table.ComparedBy;
import fwlstm.table.ResultsTable;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An axis was corrected and a seed taken back: table, marks and report are of the sweep file as it is now. */
class NoLongerAskedForIT {
    private static final String SWEEP = """
            name: corrected
            task: {name: art, pairs: 2}
            cell: [{name: fw-lstm, hidden: 5}, {name: irnn, hidden: 5}]
            train: {updates: 400, evaluate_every: 100, learning_rate: [1e-3, 3e-3]}
            seeds: 4
            """;
    private static final String OTHERS =
            "Recorded, but the sweep file no longer asks for them: 2 configurations (8 trials) and 2 trials of other seeds";

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static ResultsDirectory results;
    private static StoredTables tables;

    @BeforeAll
    static void record() throws IOException {
        results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        Sweep before = SweepFile.parse(SWEEP, List.of());
        results.claim(before);
        for (Trial trial : before.trials()) {
            MadeUp.noisy(results, trial);
        }
        new Compaction(results).run();
        results.claim(SweepFile.parse(SWEEP, List.of("train.learning_rate=1e-3", "seeds=3")));
        tables = StoredTables.read(results);
        spark = Sessions.open("corrected", "local[1]");
        new ResultTables(spark, results).registerViews();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static ResultsTable table(boolean all) {
        return new ResultsTable(tables.sweep(), tables.configurations(), ComparedBy.HIDDEN, all);
    }

    private static List<String> lines(String text, String start) {
        return text.lines().filter(line -> line.startsWith(start)).toList();
    }

    @Test
    void the_table_has_the_lines_of_the_sweep_file_and_a_note() {
        String table = table(false).format(Format.TEXT);
        assertThat(lines(table, "art")).hasSize(2).allMatch(line -> line.contains("3/3"));
        assertThat(table).contains("*").endsWith(OTHERS + "; fw tables --all shows configurations.");
        assertThat(table).as("settings do not differ").doesNotContain("learning_rate");
        String csv = table(false).format(Format.CSV);
        assertThat(lines(csv, "art")).hasSize(2).allMatch(line -> line.endsWith(",1"));
    }

    @Test
    void all_shows_the_others_out_of_none_and_without_marks() {
        ResultsTable all = table(true);
        String table = all.format(Format.TEXT);
        assertThat(lines(table, "art")).hasSize(4);
        assertThat(lines(table, "art"))
                .filteredOn(line -> line.contains("learning_rate=0.003"))
                .hasSize(2)
                .allMatch(line -> line.contains("4/0"))
                .noneMatch(line -> line.contains("*") || line.contains("†"));
        assertThat(table).endsWith(OTHERS + "; not compared.").contains("n = 3, 5 %");
        assertThat(lines(all.format(Format.CSV), "art"))
                .filteredOn(line -> line.endsWith(",,,,,0"))
                .hasSize(2);
    }

    @Test
    void the_views_tell_them_apart() {
        assertThat(QueryResult.to(
                                spark,
                                "SELECT learning_rate, planned_seeds, seeds, other_seeds, best FROM tables"
                                        + " WHERE cell = 'irnn' ORDER BY 1",
                                "")
                        .rows())
                .containsExactly(List.of(0.001, 3L, 3L, 1L, true), List.of(0.003, 0L, 4L, 0L, false));
        assertThat(QueryResult.to(spark, "SELECT planned, count(*) FROM trials GROUP BY 1 ORDER BY 1", "")
                        .rows())
                .containsExactly(List.of(false, 10L), List.of(true, 6L));
    }

    @Test
    void the_status_counts_them() {
        String status = Fw.run("status", folder.toString()).out();
        assertThat(status.lines())
                .containsExactly(
                        "corrected: 6 trials, 6 done, 0 diverged, 0 failed, 0 remaining",
                        "10 more trials are recorded that the sweep file no longer asks for");
    }

    @Test
    void the_report_is_of_the_sweep_file() throws IOException {
        Path out = folder.resolve("out");
        String table = table(false).format(Format.HTML);
        Report.of(tables, table, "fw report x").write(out);
        String page = Files.readString(out.resolve(Report.PAGE));
        assertThat(page)
                .contains("6 trials: 6 done, 0 diverged, 0 failed, 0 missing.", "not in this report: 10 more.", OTHERS)
                .doesNotContain("0.003");
        try (Stream<Path> files = Files.list(out.resolve("figures"))) {
            for (Path csv :
                    files.filter(file -> file.toString().endsWith(".csv")).toList()) {
                assertThat(Files.readString(csv)).doesNotContain("0.003");
            }
        }
    }
}
