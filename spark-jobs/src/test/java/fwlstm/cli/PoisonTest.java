package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trial that cannot be trained, among others. In a process of its own, whose memory it spends. */
@Timeout(180)
class PoisonTest {
    private static final String SWEEP = """
            name: poison
            task: {name: art, pairs: 2}
            cell:
              - {name: irnn, hidden: 5}
              - {name: irnn, hidden: 4096, train: {batch: 65536}}
            train: {batch: 32, updates: 40, evaluate_every: 20}
            data: {train: 100000, validation: 100, test: 100}
            seeds: 2
            """;

    @TempDir
    Path folder;

    private String sweep(String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        Path log = folder.resolve("log");
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "sweep",
                file.toString(),
                "--master",
                "local[2]",
                "--out",
                folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        Process process = Fw.start(log, List.of(), arguments.toArray(String[]::new));
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(log);
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text).doesNotContain("\tat ");
        return text;
    }

    @Test
    void a_trial_that_exhausts_memory_is_recorded_as_failed_and_takes_no_other_along() throws Exception {
        assertThat(sweep()).contains("2 done, 2 failed");
        Results results = new Results(folder.resolve("out"));
        assertThat(results.sql("SELECT hidden, status, error, attempt FROM trials ORDER BY hidden, seed"))
                .containsExactly(
                        "5,done,,0",
                        "5,done,,0",
                        "4096,failed,java.lang.OutOfMemoryError: Java heap space,4",
                        "4096,failed,java.lang.OutOfMemoryError: Java heap space,4");
        assertThat(sweep()).contains("4 recorded, 0 to train");
        assertThat(sweep("--retry-failed", "--attempts", "1")).contains("2 recorded, 2 to train", "2 failed");
        assertThat(results.physicalRows("trials", "trial_id")).isEqualTo("4,4");
    }
}
