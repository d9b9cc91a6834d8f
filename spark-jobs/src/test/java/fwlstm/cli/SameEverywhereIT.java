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
import fwlstm.sql.ResultFormat;
import fwlstm.sweep.SweepFile;
import fwlstm.table.ComparedBy;
import fwlstm.table.ResultsTable;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a sweep has the same bytes however it was trained, stored and read. */
@Timeout(300)
class SameEverywhereIT {
    private static final String SWEEP = """
            name: same
            task: {name: art, pairs: 2}
            cell: [{name: fw-lstm, hidden: 5}, {name: irnn, hidden: 5}]
            train: {updates: 400, evaluate_every: 100}
            seeds: 7
            """;

    @TempDir
    Path folder;

    private ResultsDirectory claimed(String name, String... overrides) {
        ResultsDirectory results = ResultsDirectory.at(folder.resolve(name).toString(), ResultsDirectory.hadoop());
        results.claim(SweepFile.parse(SWEEP, List.of(overrides)));
        return results;
    }

    /** Everything that fw prints or writes about a directory, by name. */
    private Map<String, String> shown(ResultsDirectory results, String master) throws IOException {
        Map<String, String> shown = new TreeMap<>();
        try (SparkSession spark = Sessions.open("same", master)) {
            new ResultTables(spark, results).registerViews();
            StoredTables tables = StoredTables.read(results);
            shown.put(
                    "tables", QueryResult.to(spark, "SELECT * FROM tables", "").format(ResultFormat.JSON));
            try (Stream<Path> queries = Files.list(Path.of("../conf/queries"))) {
                for (Path query : queries.toList()) {
                    String text = Files.readString(query).replace(";", "").replaceAll("round\\((.+), \\d\\)", "$1");
                    shown.put(
                            query.getFileName().toString(),
                            QueryResult.to(spark, text, "").format(ResultFormat.CSV));
                }
            }
            for (Format format : List.of(Format.CSV, Format.TEXT)) {
                shown.put(
                        "table " + format,
                        new ResultsTable(tables.sweep(), tables.configurations(), ComparedBy.HIDDEN, true)
                                .format(format));
            }
            Path report = folder.resolve("report-" + results.path().getName());
            Report.of(tables, shown.get("table TEXT"), "fw report same").write(report);
            try (Stream<Path> files = Files.walk(report)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    shown.put(
                            report.relativize(file).toString(),
                            file.toString().endsWith(".png")
                                    ? DigestUtils.sha256Hex(Files.readAllBytes(file))
                                    : Files.readString(file));
                }
            }
        }
        return shown;
    }

    @Test
    void a_sweep_grown_in_steps_equals_one_trained_at_once_on_any_number_of_cores() throws IOException {
        ResultsDirectory grown = claimed("grown", "seeds=3");
        for (Trial trial : grown.sweep().trials()) {
            MadeUp.noisy(grown, trial);
        }
        new Compaction(grown).run();
        ResultsDirectory once = claimed("once");
        List<Trial> trials = new ArrayList<>(once.sweep().trials());
        claimed("grown");
        for (Trial trial : trials) {
            if (trial.seed() >= 3) {
                MadeUp.noisy(grown, trial);
                if (trial.seed() % 2 == 0) {
                    new Compaction(grown).run();
                }
            }
        }
        Collections.reverse(trials);
        for (Trial trial : trials) {
            MadeUp.noisy(once, trial);
        }
        assertThat(shown(grown, "local[1]")).hasSizeGreaterThan(15).containsExactlyEntriesOf(shown(once, "local[5]"));
    }
}
