package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import fwlstm.cli.Fw.Result;
import fwlstm.results.Ledger;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps on an object store that speaks S3. */
@Timeout(600)
class S3IT {
    private static final int TRIALS = 6;

    private static final String SWEEP = """
            name: stored
            task: {name: art, pairs: 2}
            cell: {name: [fw-rnn, ln-lstm], hidden: 20}
            train: {batch: 64, updates: 150, evaluate_every: 50}
            data: {train: 500, validation: 100, test: 100}
            seeds: 3
            """;

    @TempDir
    static Path folder;

    private static final Locale LOCALE = Locale.getDefault();

    private static S3Server server;

    @BeforeAll
    static void start() throws IOException {
        Locale.setDefault(
                Locale.ROOT); // as the program does: with digits of other kinds Amazon's library signs wrongly
        server = S3Server.start(folder);
        server.settings().forEach(System::setProperty);
        server.make("roots");
        server.make("others");
    }

    @AfterAll
    static void stop() throws IOException {
        FileSystem.closeAll(); // with the settings of this server
        server.settings().keySet().forEach(System::clearProperty);
        server.close();
        Locale.setDefault(LOCALE);
    }

    private static ResultsDirectory directory(String address) {
        return ResultsDirectory.at(address, ResultsDirectory.hadoop());
    }

    private static List<String> sweep(String out, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        List<String> command = new ArrayList<>(List.of("sweep", file.toString(), "--out", out));
        command.addAll(List.of(more));
        return command;
    }

    private static Result succeed(List<String> command) {
        Result result = Fw.run(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    @Test
    void a_sweep_killed_on_s3_goes_on_grows_and_has_the_same_bits_as_on_a_local_disk() throws Exception {
        String bucket = "s3a://roots/"; // its root
        List<String> options = new ArrayList<>(ChildJava.LIGHT);
        server.settings().forEach((key, value) -> options.add("-D" + key + "=" + value));
        Path log = folder.resolve("killed.log");
        Process driver = Fw.start(
                log,
                options,
                sweep(bucket, "--master", "local[1]", "--checkpoint-seconds", "0", "--keep-best")
                        .toArray(String[]::new));
        Ledger ledger = directory(bucket).ledger();
        while (driver.isAlive() && ledger.ids().size() < 2) {
            Thread.sleep(50);
        }
        assertThat(driver.isAlive()).as(Files.readString(log)).isTrue();
        driver.destroyForcibly(); // SIGKILL
        assertThat(driver.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Results results = new Results(bucket);
        int before = results.recorded();
        assertThat(before).isBetween(2, TRIALS - 1);
        assertThat(Fw.run("status", bucket).out()).contains("not running: ");

        Result grown = succeed(sweep(bucket, "--keep-best", "--set", "seeds=4"));
        assertThat(grown.out()).contains(before + " recorded, " + (TRIALS + 2 - before) + " to train");

        String local = folder.resolve("local").toString();
        Result reference = succeed(sweep(local, "--keep-best", "--set", "seeds=4", "--master", "local[1]"));
        assertThat(results.rows()).isEqualTo(new Results(local).rows());
        assertThat(reference.out())
                .contains(succeed(List.of("tables", bucket)).out().strip());
        assertThat(results.physicalRows("trials", "trial_id")).isEqualTo("8,8");
        assertThat(succeed(List.of("status", bucket)).out()).contains("8 trials, 8 done", "0 remaining");
        Path report = folder.resolve("report");
        succeed(List.of("report", bucket, "--out", report.toString()));
        assertThat(report.resolve("report.html")).isNotEmptyFile();
        assertThat(directory(bucket).models().ids()).hasSize(8);
        assertThat(directory(bucket).ledger().ids()).isEmpty();
        assertThat(List.of(directory(bucket)
                        .fileSystem()
                        .listStatus(directory(bucket).path())))
                .extracting(status -> status.getPath().getName())
                .doesNotContain("checkpoints", "progress.json", "compaction.json");
    }

    @ParameterizedTest
    @CsvSource({
        "s3a://nowhere/x, a bucket that does not exist",
        "s3a://others/x, nothing there",
        "s3a://others, no sweep.yaml in it",
        "s3://others/x, no file system for s3:"
    })
    void what_cannot_be_read_is_refused_in_one_line(String directory, String found) {
        Result result = Fw.run("status", directory);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("fw: " + directory)
                .contains(found);
    }
}
