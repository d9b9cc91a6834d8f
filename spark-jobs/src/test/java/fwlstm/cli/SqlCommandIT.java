package fwlstm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.cli.Fw.Result;
import fwlstm.results.Compaction;
import fwlstm.results.RecordedTrial;
import fwlstm.results.Records;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.ResultTables;
import fwlstm.spark.Sessions;
import fwlstm.sql.QueryException;
import fwlstm.sql.QueryResult;
import fwlstm.sql.Statements;
import fwlstm.sweep.SweepFile;
import fwlstm.train.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void record() throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        results.claim(SweepFile.parse(
                "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: [1, 3]}", List.of()));
        results.ledger().publish(RecordedTrial.of("small", Records.record(1)));
        results.ledger().publish(RecordedTrial.of("small", Records.record(2, 2, Status.FAILED)));
        new Compaction(results).run();
        results.ledger().publish(RecordedTrial.of("small", Records.record(3)));
    }

    private static Result sql(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {"sql", folder.toString(), "--master", "local[1]"}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Fw.run(all);
    }

    private static String refused(String query) {
        Result result = sql(query);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err())
                .startsWith("fw: ")
                .doesNotContain("SQLSTATE", "Exception", "== ")
                .doesNotContainPattern("\\[[A-Z]");
        return result.err();
    }

    @Test
    void refusals_say_where_and_what_might_be_meant() {
        assertThat(refused("SELEC 1")).contains("line 1, position 1: ", "'SELEC'");
        assertThat(refused("SELECT seed,\n tets_error FROM trials"))
                .contains("line 2, position 2: ", "`tets_error`", "test_error");
        assertThat(refused("SELECT * FROM nowhere")).contains("line 1, position 15: ", "`nowhere`");
        assertThat(refused("SELECT seed / 0 FROM trials")).contains("line 1, position 8: ", "zero");
        assertThat(refused("SELECT CAST(host AS INT) FROM trials")).contains("position 8: ", "'host'");
    }

    /** Spark says "Job aborted" and prints the trace of a task; what went wrong stands in the middle of it. */
    @Test
    void what_fails_in_a_task_is_told_without_its_trace() {
        Result result = sql("SELECT format_string('%d', test_error) FROM trials");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().lines())
                .containsExactly("fw: d != java.lang.Double (IllegalFormatConversionException)");
        String causeLost = "Job aborted: Lost task 0.0: x.Y: bad\n\tat x.Y.z(Y.java:1)\n\nDriver stacktrace:";
        assertThat(QueryException.of("", new SparkException(causeLost, null)))
                .hasMessage("Job aborted: Lost task 0.0: x.Y: bad");
    }

    @Test
    void queries_may_begin_with_a_comment() {
        assertThat(sql("-- one\nSELECT 1 AS a", "--format", "csv").out().lines())
                .containsExactly("a", "1");
        assertThat(sql("-- one\nSELECT b").err()).contains("line 2, position 8: ");
        assertThat(sql("--formt").err()).contains("did you mean --format?");
    }

    @Test
    void json_is_one_array_with_numbers_and_nulls() throws IOException {
        Result result = sql(
                "SELECT seed, test_error, updates_to_99, status, status = 'done' AS done, started_at, array(1, null)"
                        + " AS list, named_struct('a', 0.5, 'b', map('k', 1)) AS inner, double('NaN') AS nan FROM trials"
                        + " ORDER BY seed",
                "--format",
                "json");
        JsonNode rows = new ObjectMapper().readTree(result.out());
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1).toString())
                .isEqualTo("{\"seed\":2,\"test_error\":0.5,\"updates_to_99\":null,\"status\":\"failed\",\"done\":false,"
                        + "\"started_at\":\"1970-01-01T00:00:00Z\",\"list\":[1,null],"
                        + "\"inner\":{\"a\":0.5,\"b\":{\"k\":1}},\"nan\":null}");
        assertThat(sql("SELECT * FROM trials WHERE false", "--format", "json").out())
                .isEqualToIgnoringNewLines("[]");
        assertThat(sql("SELECT 1 AS x, 2 AS x", "--format", "json").err()).contains("two columns x", "AS");
    }

    @Test
    void tables_of_text() {
        String query = "SELECT seed, updates_to_99, array('a', null) AS list FROM trials WHERE seed < 2";
        assertThat(sql(query, "--format", "csv").out().lines())
                .containsExactly("seed,updates_to_99,list", "1,,\"[\"\"a\"\",null]\"");
        assertThat(sql("SELECT 1 AS a, '' AS b, NULL AS c, 'x,y' AS d", "--format", "csv")
                        .out()
                        .lines())
                .containsExactly("a,b,c,d", "1,\"\",,\"x,y\"");
        assertThat(sql(query, "--format", "markdown").out().lines())
                .first()
                .asString()
                .startsWith("| seed | ");
        assertThat(sql(query).out().lines()).first().asString().startsWith("seed  updates_to_99");
    }

    /** A column that no longer exists, or a function that Spark does not know, is refused before a row is read. */
    @Test
    void ready_queries_run() throws IOException {
        List<Path> files;
        try (Stream<Path> queries = Files.list(Path.of("../conf/queries"))) {
            files = queries.sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(4);
        try (SparkSession spark = Sessions.open("ready queries", "local[1]")) {
            new ResultTables(spark, ResultsDirectory.existing(folder.toString(), ResultsDirectory.hadoop()))
                    .registerViews();
            for (Path file : files) {
                String text = Files.readString(file);
                assertThat(text).startsWith("-- ");
                assertThat(Statements.of(text).ended())
                        .as(file.toString())
                        .singleElement()
                        .satisfies(statement -> {
                            QueryResult answer = QueryResult.to(spark, statement, file.toString());
                            assertThat(answer.rows()).hasSize(file.endsWith("learning-curves.sql") ? 2 : 1);
                        });
            }
        }
    }

    @Test
    void files_may_hold_several_statements() throws IOException {
        Path file =
                Files.writeString(folder.resolve("several.sql"), "SELECT 1 AS a;\n-- two\nSELECT 2 AS b; SELECT c;");
        Result result = sql("-f", file.toString(), "--format", "csv");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out().lines()).containsExactly("a", "1", "b", "2");
        assertThat(result.err())
                .startsWith("fw: " + file + ", line 3, position 23: ")
                .contains("`c`");
        assertThat(sql("-f", "nowhere.sql").err()).contains("--file", "nowhere.sql", "can be read");
        assertThat(sql("SELECT 1", "-f", file.toString()).exitCode()).isEqualTo(2);
    }

    /** As editors write them: Windows puts a mark before and a carriage return after, others leave out the last line end. */
    @Test
    void files_may_have_a_byte_order_mark_and_carriage_returns() throws IOException {
        Path file = Files.writeString(folder.resolve("marked.sql"), "\uFEFFSELECT r'\\' AS a;\r\n\tSELECT 2 AS b");
        Result result = sql("-f", file.toString(), "--format", "csv");
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines()).containsExactly("a", "\\", "b", "2");
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            Files.writeString(file, "SELECT 1", charset);
            Result refused = sql("-f", file.toString());
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .hasLineCount(1)
                    .contains(file.toString(), "UTF-16", "allowed: SQL as text in UTF-8");
        }
    }

    /** What users create is of their session: it does not meet that of the next, or of another user. */
    @Test
    void created_tables_vanish_with_the_session() throws IOException {
        String temporary = System.setProperty("java.io.tmpdir", folder.toString()); // where no other session has tables
        String text =
                "CREATE TABLE mine AS SELECT seed FROM trials; CREATE TEMPORARY VIEW v AS SELECT seed + 1 AS s FROM mine;"
                        + " INSERT INTO mine VALUES (7); SELECT sum(s) AS s FROM v; BEGIN DECLARE x INT DEFAULT 1; SELECT x AS x; END";
        try {
            for (int k = 0; k < 2; k++) {
                Result result = sql(text, "--format", "csv");
                assertThat(result.err()).isEmpty();
                assertThat(result.out().lines()).containsExactly("s", "17", "x", "1");
            }
        } finally {
            System.setProperty("java.io.tmpdir", temporary);
        }
        assertThat(warehouses()).isEmpty();
        assertThat(Path.of("spark-warehouse")).doesNotExist();
        assertThat(Path.of("metastore_db")).doesNotExist();
        assertThat(Path.of("derby.log")).doesNotExist();
    }

    private List<String> warehouses() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("warehouse"))
                    .toList();
        }
    }

    @Test
    void statements_come_from_the_input_if_it_is_not_a_terminal() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("SELECT seed FROM trials\nORDER BY 1;\nSELECT 'end'".getBytes(UTF_8)));
        try {
            assertThat(sql("--format", "csv").out().lines()).containsExactly("seed", "1", "2", "3", "end", "end");
        } finally {
            System.setIn(before);
        }
    }
}
