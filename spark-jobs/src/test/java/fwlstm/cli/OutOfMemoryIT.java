package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trial that cannot be trained, among others. In a process of its own, whose memory it spends. */
@Timeout(180)
class OutOfMemoryIT {
    private static final String SWEEP = """
            name: poison
            task: {name: art, pairs: 2}
            cell:
              - {name: irnn, hidden: 5}
              - {name: fw-lstm, hidden: 4096, embedding: 4096}
            train: {batch: 32, updates: 40, evaluate_every: 20}
            data: {train: 100000, validation: 100, test: 100}
            seeds: 1
            """;

    @TempDir
    Path folder;

    private String sweep(String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        Path log = folder.resolve("log");
        List<String> arguments = new ArrayList<>(List.of(
                "sweep",
                file.toString(),
                "--master",
                "local[2]",
                "--out",
                folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        List<String> options = new ArrayList<>(ChildJava.LIGHT);
        options.add("-Xmx512m"); // not enough for the parameters
        Process process = Fw.start(log, options, arguments.toArray(String[]::new));
        assertThat(process.waitFor(60, TimeUnit.SECONDS) || process.destroyForcibly() == null)
                .isTrue();
        String text = Files.readString(log);
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text).doesNotContain("\tat ");
        return text;
    }

    @Test
    void a_trial_that_exhausts_memory_is_recorded_as_failed_and_takes_no_other_along() throws Exception {
        assertThat(sweep()).contains("1 done, 1 failed");
        Results results = new Results(folder.resolve("out"));
        assertThat(results.sql("SELECT hidden, status, error, attempt FROM trials ORDER BY hidden, seed"))
                .containsExactly("5,done,,0", "4096,failed,java.lang.OutOfMemoryError: Java heap space,4");
        assertThat(sweep("--retry-failed", "--attempts", "1")).contains("1 recorded, 1 to train", "1 failed");
        assertThat(results.physicalRows("trials", "trial_id")).isEqualTo("2,2");
    }
}
