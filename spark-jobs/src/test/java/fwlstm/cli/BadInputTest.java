package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import fwlstm.results.RecordFormat;
import fwlstm.results.RecordedTrial;
import fwlstm.results.Records;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever cannot be accepted is refused before Spark starts: one line, exit code 2. */
class BadInputTest {
    private static final String SMALL = """
            name: small
            task: {name: art, pairs: 2}
            cell: {name: irnn, hidden: 5}
            seeds: 1
            """;

    @TempDir
    Path folder;

    /** Under a master that is not there, a command that got as far as Spark would not end with exit code 2. */
    @BeforeEach
    void keepSparkFromStarting() {
        System.setProperty("spark.master", "spark://127.0.0.1:1");
    }

    @AfterEach
    void letSparkStart() {
        System.clearProperty("spark.master");
    }

    private static void assertRefused(Result result, String... parts) {
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1).allMatch(line -> line.startsWith("fw: "));
        assertThat(result.err()).contains(parts).contains("found ", "allowed: ");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("sweep.yaml"), text);
    }

    @Test
    void sweep_files() throws IOException {
        String missing = folder.resolve("missing.yaml").toString();
        assertRefused(Fw.run("sweep", missing), missing, "no such file");
        assertRefused(Fw.run("sweep", folder.toString()), "a readable sweep file");
        assertRefused(Fw.run("sweep", file("").toString()), "sweep.yaml: ", "an empty file");
        assertRefused(Fw.run("sweep", file("{{").toString()), "sweep.yaml: ", "YAML");
        assertRefused(
                Fw.run("sweep", file(SMALL + "seed: 3\n").toString()), "sweep.yaml: seed: ", "did you mean seeds?");
        Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertRefused(Fw.run("sweep", folder.resolve("binary.yaml").toString()), "not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task.pairs=27",
                "cell.hidden=-1",
                "cell.name=gru",
                "task.name=copy",
                "seeds=0",
                "task.pairs=[]",
                "search={strategy: random}",
                "cell.hidden={int: [1, 5]}",
                "search={strategy: random, trials: 9}",
                "backend=tpu",
                "backend=[cpu, gpu]"
            })
    void settings(String override) throws IOException {
        assertRefused(Fw.run("sweep", file(SMALL).toString(), "--set", override), "sweep.yaml: ");
    }

    @Test
    void output_directories() throws IOException {
        String sweep = file(SMALL).toString();
        assertRefused(Fw.run("sweep", sweep, "--out", sweep + "/below-a-file"), "--out", "cannot be written");
        assertRefused(Fw.run("sweep", sweep, "--out", "nonsense://host/x"), "nonsense");

        Path others = Files.createDirectories(folder.resolve("others"));
        Files.writeString(others.resolve("sweep.yaml"), SMALL.replace("small", "large"));
        assertRefused(Fw.run("sweep", sweep, "--out", others.toString()), "--out", "results of the sweep large");

        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("letter.txt"), "mine");
        assertRefused(Fw.run("sweep", sweep, "--out", home.toString()), "--out", "not results of a sweep");
        assertThat(home).isDirectoryNotContaining("glob:**/sweep.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "tables", "sql", "reproduce", "export"})
    void results_directories(String command) throws IOException {
        String[] query = Map.of(
                        "sql", new String[] {"SELECT 1"},
                        "reproduce", new String[] {"3ec9d4ab8bb09f3e"},
                        "export",
                                new String[] {
                                    "3ec9d4ab8bb09f3e", folder.resolve("out").toString()
                                })
                .getOrDefault(command, new String[0]);
        String missing = folder.resolve("missing").toString();
        assertRefused(Fw.run(join(command, missing, query)), missing, "nothing there");
        assertRefused(Fw.run(join(command, folder.toString(), query)), "no sweep.yaml in it");
        file("name: [");
        assertRefused(Fw.run(join(command, folder.toString(), query)), "sweep.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "local[x]", "local[99999]", "spark://", "local-cluster[2,1,1024]"})
    void masters(String master) throws IOException {
        String out = folder.resolve("out").toString();
        String[] sweep = {"sweep", file(SMALL).toString(), "--out", out};
        assertRefused(Fw.run(join(sweep[0], sweep[1], new String[] {"--out", out, "--master", master})), "--master");
        System.setProperty("spark.master", master);
        assertRefused(Fw.run(sweep), "spark.master: ", master);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void backends() throws IOException {
        String sweep = file(SMALL).toString();
        assertRefused(Fw.run("sweep", sweep, "--backend", "gpus"), "--backend: ", "did you mean gpu?", "auto, cpu");
        assertRefused(Fw.run("sweep", sweep, "--precision", "fp64"), "--precision: ", "float32, tf32");
        assertRefused(Fw.run("sweep", sweep, "--pack-width", "0"), "--pack-width: ", "from 1 to ");
        assertRefused(Fw.run("train", "--backend", "tpu"), "--backend: ");
        assertRefused(
                Fw.run(
                        "sweep",
                        sweep,
                        "--backend",
                        "gpu",
                        "--master",
                        "spark://127.0.0.1:1",
                        "--out",
                        "" + folder.resolve("out")),
                "--backend gpu: found \"tasks without GPUs on spark://127.0.0.1:1\"",
                "spark.executor.resource.gpu.amount and spark.task.resource.gpu.amount",
                "conf/spark/standalone-gpu.conf");
    }

    @Test
    void gpus_of_spark_under_a_local_master() throws IOException {
        String amount = "spark.task.resource.gpu.amount";
        System.setProperty(amount, "1");
        try {
            assertRefused(
                    Fw.run(
                            "sweep",
                            file(SMALL).toString(),
                            "--master",
                            "local[1]",
                            "--out",
                            "" + folder.resolve("out")),
                    amount + ": ",
                    "only clusters");
        } finally {
            System.clearProperty(amount);
        }
    }

    @Test
    void training_options() {
        assertRefused(Fw.run("train", "--pairs", "27"), "pairs: ", "from 1 to 26");
        assertRefused(Fw.run("train", "--data_test_pairs", "0"), "test_pairs: ", "from 1 to 26, or null");
        assertRefused(Fw.run("train", "--cell", "gru"), "cell: ", "fw-lstm");
        assertRefused(Fw.run("train", "--cell", "irnn", "--lambda", "0.9"), "lambda", "irnn does not have");
        assertRefused(Fw.run("train", "--seed", "-1"), "seed: ");
        String nowhere = folder.resolve("nowhere/file").toString();
        assertRefused(Fw.run("train", "--checkpoint", nowhere), "checkpoint: ", nowhere);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sweep x.yaml --attempts 010          | --attempts': found "010", allowed: a whole number up to 2147483647; without leading zeros, so 10, or 8
            sweep x.yaml --attempts 0x10         | --attempts': found "0x10", allowed: a whole number up to 2147483647; in decimal, so 16
            sweep x.yaml --attempts ١٢           | --attempts': found "١٢", allowed: a whole number up to 2147483647; in decimal
            sweep x.yaml --pack-width 1_0        | --pack-width': found "1_0", allowed: a whole number up to 2147483647; without separators
            sweep x.yaml --pack-width 99999999999 | --pack-width': found "99999999999", allowed: a whole number up to 2147483647
            sweep x.yaml --checkpoint-seconds 1d | --checkpoint-seconds': found "1d", allowed: a number; without a suffix, so 1
            sweep x.yaml --checkpoint-seconds Infinity | --checkpoint-seconds': found "Infinity", allowed: a number
            train --seed 010                     | --seed': found "010", allowed: a whole number; without leading zeros, so 10, or 8
            train --seed #10                     | --seed': found "#10", allowed: a whole number
            train --hidden 0o20                  | hidden: found "0o20", allowed: a whole number from 1 to 4096; in decimal, so 16
            train --learning_rate 1f             | learning_rate: found "1f", allowed: a number above 0.0 to 10.0; without a suffix, so 1
            train --updates 1_000                | updates: found "1_000", allowed: a whole number from 1 to 100000000; without separators, so 1000
            train --cell_norm yes                | cell_norm: found "yes", allowed: true or false
            bench --hidden 020                   | hidden: found "020", allowed: a whole number from 1 to 4096; without leading zeros, so 20, or 16
            bench --steps 011                    | --steps: found "011", allowed: a whole number from 1 to 65536; without leading zeros, so 11, or 9
            bench --seconds 0x1p3                | --seconds': found "0x1p3", allowed: a number; in decimal
            bench --backend gpu --pack 04        | --pack: found "04", allowed: a whole number from 1 to 4096; without leading zeros, so 4
            bench --backend gpu --device 00      | --device: found "00", allowed: a whole number from 0 to 1024; without leading zeros, so 0
            """)
    void numbers_that_are_read_in_several_ways(String command, String message) {
        Result result = Fw.run(command.split(" "));
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(2);
        assertThat(result.err().lines().findFirst().orElseThrow())
                .startsWith("fw: ")
                .contains(message);
    }

    /** Its record could be written, but not be read again. */
    @Test
    void a_trial_of_more_evaluations_than_a_record_holds() throws IOException {
        String sweep = file(SMALL).toString();
        for (String more : List.of("--dry-run", "--quiet")) {
            assertRefused(
                    Fw.run(
                            "sweep",
                            sweep,
                            "--set",
                            "train={updates: 100000000, evaluate_every: 478}",
                            "--out",
                            folder.resolve("large").toString(),
                            more),
                    sweep + ": train.evaluate_every: found 478, allowed: at least 479 with train.updates 100000000");
        }
        assertThat(folder.resolve("large")).doesNotExist();
    }

    @Test
    void results_of_a_newer_version() throws IOException {
        Path out = Files.createDirectories(folder.resolve("newer"));
        Files.writeString(out.resolve("sweep.yaml"), SMALL);
        RecordedTrial entry = RecordedTrial.of("small", Records.record(1));
        entry.trial().put("format_version", RecordFormat.VERSION + 1);
        ResultsDirectory.at(out.toString(), ResultsDirectory.hadoop()).ledger().publish(entry);
        for (String command : List.of("tables", "sql")) {
            assertRefused(Fw.run(command, out.toString()), "format_version", "a newer fw-lstm wrote this");
        }
    }

    @Test
    void usage() {
        Result unknown = Fw.run("swep", "x.yaml");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .startsWith("fw: ")
                .contains("; did you mean sweep?", "--help")
                .doesNotContain("\tat ");
        assertThat(Fw.run("sweep", "x.yaml", "--otu", "x").err()).contains("'--otu'", "; did you mean --out?");
        assertThat(Fw.run("sweep", "x.yaml", "--nothing-like-it").err())
                .contains("'--nothing-like-it'")
                .doesNotContain("did you mean");
        assertThat(Fw.run("sweep").exitCode()).isEqualTo(2);
        assertThat(Fw.run("--help").out()).contains("sweep", "tables", "sql", "train", "status", "doctor");
    }

    private static String[] join(String command, String directory, String[] more) {
        return Stream.concat(Stream.of(command, directory), Arrays.stream(more)).toArray(String[]::new);
    }
}
