package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import fwlstm.cli.Fw.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Paths whose characters mean something to Spark, Hadoop, URIs or shells. */
@Timeout(180)
class PathsIT {
    private static final String SWEEP = """
            name: paths
            task: {name: art, pairs: 1}
            cell: {name: irnn, hidden: 4}
            train: {updates: 20, evaluate_every: 10, batch: 16}
            data: {train: 64, validation: 64, test: 64}
            seeds: 2
            """;

    @TempDir
    Path folder;

    private static String succeed(String... command) {
        Result result = Fw.run(command);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    @Test
    void results_in_a_directory_of_any_name_are_written_read_and_gone_on_with() throws Exception {
        Path odd = Files.createDirectories(folder.resolve("seed=3/~{a,b}[c]*?: 100%25#+,\\ä"));
        String file = Files.writeString(odd.resolve("sweep?.yaml"), SWEEP).toString();
        String out = odd.resolve("out*").toString();
        String[] sweep = {"sweep", file, "--out", out, "--keep-best", "--tensorboard", odd + "/events"};
        succeed(sweep);
        assertThat(succeed(sweep)).contains("2 recorded, 0 to train");
        assertThat(odd.resolve("out*/trials")).isDirectoryRecursivelyContaining("glob:**.parquet");
        assertThat(folder.resolve("seed=3")).isDirectoryNotContaining("glob:**.crc");

        String query = Files.writeString(
                        odd.resolve("query.sql"),
                        "SELECT seed, count(*) FROM trials JOIN curves USING (trial_id) GROUP BY 1")
                .toString();
        assertThat(succeed("sql", out, "--file", query, "--format", "csv")
                        .lines()
                        .skip(1))
                .containsExactlyInAnyOrder("0,2", "1,2");
        assertThat(succeed("tables", out)).contains("2/2");
        assertThat(succeed("status", out)).contains("2 done");
        assertThat(succeed("report", out))
                .contains(odd.resolve("out*/report/report.html").toString());
        String trial = new Results(out)
                .sql("SELECT trial_id FROM trials WHERE seed = 1")
                .get(0);
        String model = odd.resolve("model").toString();
        succeed("export", out, trial, model);
        assertThat(succeed("predict", model, "a1??a")).contains("probability");
        assertThat(odd.resolve("events")).isNotEmptyDirectory();
    }

    @Test
    void a_path_that_the_charset_of_the_locale_cannot_name_is_refused() throws Exception {
        Path log = folder.resolve("log");
        Process process = Fw.start(
                log,
                ChildJava.LIGHT,
                Map.of("LC_ALL", "C"),
                "status",
                folder.resolve("é").toString());
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.startsWith("fw:"))
                .singleElement()
                .asString()
                .contains("LC_ALL=C.UTF-8");
        assertThat(List.of(folder.toFile().list())).containsExactly("log");
    }
}
