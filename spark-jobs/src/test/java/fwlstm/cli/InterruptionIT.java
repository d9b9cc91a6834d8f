package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import fwlstm.ChildJava;
import fwlstm.cli.Fw.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps in processes of their own, killed or interrupted half way, and gone on with in this one. */
@Timeout(180)
class InterruptionIT {
    private static final int TRIALS = 12;

    private static final String SWEEP = """
        name: interrupted
        task: {name: art, pairs: 4}
        cell: {name: [fw-lstm, fw-rnn, ln-lstm], hidden: 20}
        train: {batch: 64, updates: 150, evaluate_every: 50}
        data: {train: 1000, validation: 200, test: 200}
        seeds: 4
        """;

    @TempDir
    Path folder;

    private Process start(String out, String... more) throws IOException {
        Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        String[] command =
                Stream.concat(Stream.of(command(out)), Stream.of(more)).toArray(String[]::new);
        return Fw.start(folder.resolve(out + ".log"), ChildJava.LIGHT, command);
    }

    private String[] command(String out) {
        String file = folder.resolve("sweep.yaml").toString();
        return new String[] {
            "sweep", file, "--master", "local[2]", "--out", folder.resolve(out).toString()
        };
    }

    private void awaitRecords(Process process, String out, int records) throws Exception {
        Path ledger = folder.resolve(out).resolve("ledger");
        while (process.isAlive() && count(ledger, ".json") < records) {
            Thread.sleep(20);
        }
        assertThat(process.isAlive())
                .as(Files.readString(folder.resolve(out + ".log")))
                .isTrue();
    }

    private static long count(Path directory, String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(suffix)).count();
        }
    }

    private Results results(String out) {
        return new Results(folder.resolve(out));
    }

    private void assertThatTheSameCommandCompletes(String out, List<String> before) throws Exception {
        assertThat(before).hasSizeBetween(1, TRIALS - 1);
        Result again = Fw.run(command(out));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains(before.size() + " recorded, " + (TRIALS - before.size()) + " to train");
        assertThat(results(out).sql("SELECT count(*), count(DISTINCT trial_id), count_if(status = 'done') FROM trials"))
                .containsExactly(TRIALS + "," + TRIALS + "," + TRIALS);
        assertThat(results(out).sql("SELECT count(*) FROM curves")).containsExactly(String.valueOf(3 * TRIALS));
        assertThat(results(out).executions()).containsAll(before);
    }

    private void assertThatOthersSee(Process process, String out) {
        String directory = folder.resolve(out).toString();
        assertThat(Fw.run("status", directory).out())
                .contains("running (process " + process.pid() + " on ", "updates/s", " trials to train in this run");
        String file = folder.resolve("sweep.yaml").toString();
        Result second = Fw.run("sweep", file, "--out", directory);
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err().lines())
                .singleElement()
                .asString()
                .contains("--out " + directory, "process " + process.pid(), "one sweep at a time");
    }

    /** Starts two at once: the one that goes on, once the other has been refused. */
    private Process startTwice(String out) throws Exception {
        Process one = start(out);
        Path log = folder.resolve(out + "-second.log");
        Process two = Fw.start(log, ChildJava.LIGHT, command(out));
        while (one.isAlive() && two.isAlive() && count(folder.resolve(out).resolve("ledger"), ".json") == 0) {
            Thread.sleep(20);
        }
        Process refused = one.isAlive() ? two : one;
        assertThat(refused.waitFor()).isEqualTo(2);
        assertThat(Files.readString(one.isAlive() ? log : folder.resolve(out + ".log"))
                        .lines()
                        .filter(line -> line.startsWith("fw:")))
                .singleElement()
                .asString()
                .contains("--out " + folder.resolve(out), "one sweep at a time");
        return one.isAlive() ? one : two;
    }

    @Test
    void rerun_after_a_killed_process_trains_exactly_the_missing_trials() throws Exception {
        Process process = startTwice("killed");
        awaitRecords(process, "killed", 3);
        assertThatOthersSee(process, "killed");
        process.destroyForcibly().waitFor(); // SIGKILL
        assertThat(Fw.run("status", folder.resolve("killed").toString()).out()).contains("not running: ");
        assertThatTheSameCommandCompletes("killed", results("killed").executions());
    }

    /** Whether processes started from here ignore control-C, as those of a shell's background jobs do. */
    private static boolean ignoresInterrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.split("\\s+")[1], 16) >> 1 & 1) != 0);
        }
    }

    @Test
    void control_c_ends_cleanly_and_the_same_command_goes_on() throws Exception {
        assumeThat(ignoresInterrupt()).isFalse();
        Process process = start("interrupted", "--json");
        awaitRecords(process, "interrupted", 3);
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String log = Files.readString(folder.resolve("interrupted.log"));
        assertThat(process.exitValue()).as(log).isEqualTo(130);
        assertThat(log).contains("Run the same command again to resume.").doesNotContain("Exception", "\tat ");
        assertThat(log.lines().filter(line -> line.startsWith("{")))
                .last()
                .asString()
                .contains("\"state\":\"interrupted\"", "\"trials\":" + TRIALS);
        assertThatTheSameCommandCompletes("interrupted", results("interrupted").executions());
    }

    @Test
    void a_killed_trial_goes_on_from_its_checkpoint_with_the_same_bits() throws Exception {
        String file = Files.writeString(
                        folder.resolve("long.yaml"),
                        SWEEP.replace("[fw-lstm, fw-rnn, ln-lstm]", "fw-lstm")
                                .replace("seeds: 4", "seeds: 1")
                                .replace("updates: 150, evaluate_every: 50", "updates: 500, evaluate_every: 50"))
                .toString();
        String out = folder.resolve("long").toString();
        String[] sweep = {"sweep", file, "--master", "local[1]", "--checkpoint-seconds", "0", "--out", out};
        Process process = Fw.start(folder.resolve("long.log"), ChildJava.LIGHT, sweep);
        Path checkpoints = folder.resolve("long/checkpoints");
        while (process.isAlive() && count(checkpoints, ".1") == 0) { // the second one
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor();
        assertThat(count(checkpoints, ".1")).isEqualTo(1);
        Result again = Fw.run(sweep);
        assertThat(again.exitCode()).as(again.err()).isZero();
        Results killed = new Results(folder.resolve("long"));
        // Training seconds count those before the kill; the two times are of the second run alone.
        assertThat(killed.sql("SELECT train_seconds > 1.05 * (unix_micros(finished_at) - unix_micros(started_at)) / 1e6"
                        + " FROM trials"))
                .containsExactly("true");
        assertThat(checkpoints).doesNotExist();

        String whole = folder.resolve("whole").toString();
        assertThat(Fw.run("sweep", file, "--master", "local[1]", "--out", whole).exitCode())
                .isZero();
        assertThat(killed.rows()).isEqualTo(new Results(folder.resolve("whole")).rows());
    }
}
