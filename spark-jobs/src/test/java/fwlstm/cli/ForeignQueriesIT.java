package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import fwlstm.report.MadeUp;
import fwlstm.results.Column;
import fwlstm.results.Compaction;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB over a results directory below folders that are called like columns, with what docs/results.md says to type. */
@Timeout(120)
class ForeignQueriesIT {
    private static final Document DOCUMENT = new Document(Path.of("..", "docs", "results.md"));

    @TempDir
    static Path folder;

    private static Path directory;

    @BeforeAll
    static void record() throws IOException {
        directory = folder.resolve("seed=3").resolve("cell=lstm");
        ResultsDirectory results = MadeUp.grid(directory);
        new Compaction(results).run();
    }

    /** What DuckDB prints that is started in a folder. */
    private static List<String> duckDb(Path folder, List<String> statements) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), DuckDb.class.getName()));
        arguments.addAll(statements);
        Process process = new ProcessBuilder(ChildJava.command(
                        List.of("-Xmx256m", "-Djava.io.tmpdir=" + folder, ChildJava.FIRST_COMPILER), arguments))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    private static List<String> statements(String code) {
        return Stream.of(code.split(";\\s*")).filter(text -> !text.isBlank()).toList();
    }

    @Test
    void the_documented_queries_answer_with_what_is_recorded() throws Exception {
        List<String> blocks = DOCUMENT.code("sql", directory.toString());
        assertThat(blocks).hasSize(3);
        List<String> inside = new ArrayList<>(statements(blocks.get(0)));
        inside.addAll(statements(blocks.get(2)));
        assertThat(duckDb(directory, inside))
                .containsExactly(
                        "fw-lstm,2,0.1333",
                        "fw-lstm,4,0.1333",
                        "irnn,2,0.7",
                        "irnn,4,null",
                        "1.0,1.0",
                        "null,0.3",
                        "fw-lstm,null,6",
                        "irnn,null,5");
        List<String> rows = List.of(
                "fw-lstm,2,0,0.0",
                "fw-lstm,2,1,0.19999999999999996",
                "fw-lstm,2,2,0.19999999999999996",
                "fw-lstm,4,0,0.0",
                "fw-lstm,4,1,0.19999999999999996",
                "fw-lstm,4,2,0.19999999999999996",
                "irnn,2,0,0.7",
                "irnn,2,1,0.7",
                "irnn,2,2,0.7",
                "irnn,4,0,null",
                "irnn,4,1,null");
        assertThat(duckDb(folder, statements(blocks.get(1)))).containsExactlyElementsOf(rows);
        assertThat(duckDb(folder, List.of("SELECT DISTINCT seed FROM '" + directory + "/trials/*/*/*.parquet'")))
                .as("why the document says so")
                .containsExactly("3");
    }

    @Test
    void lambda_alone_needs_quotes() throws Exception {
        List<String> columns = Stream.of(Map.entry("trials", Column.TRIALS), Map.entry("curves", Column.CURVES))
                .flatMap(table -> table.getValue().stream()
                        .map(column ->
                                "SELECT count(" + column.name() + ") >= 0 FROM '" + table.getKey() + "/*/*/*.parquet'"))
                .toList();
        List<String> answers = duckDb(directory, columns);
        List<String> refused = Stream.iterate(0, k -> k < columns.size(), k -> k + 1)
                .filter(k -> !answers.get(k).equals("true"))
                .map(columns::get)
                .collect(Collectors.toList());
        assertThat(refused).containsExactly("SELECT count(lambda) >= 0 FROM 'trials/*/*/*.parquet'");
    }
}
