package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.model.Provider;
import fwlstm.poison.PoisonProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trial that kills every executor it runs on, and with it the trials that run beside it. */
@Timeout(300)
class PoisonIT {
    private static final String SWEEP = """
            name: poison
            task: {name: art, pairs: 2}
            cell: [{name: fw-lstm, hidden: 12}, {name: irnn, hidden: 13}]
            train: {batch: 32, updates: 400, evaluate_every: 100}
            data: {train: 1000, validation: 100, test: 100}
            seeds: 2
            """;

    @TempDir
    Path folder;

    @Test
    void a_trial_that_kills_executors_is_recorded_as_failed_and_takes_no_other_along() throws Exception {
        String file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP).toString();
        Results results = new Results(folder.resolve("out"));
        List<String> options = List.of(
                "--jars",
                Jar.ofService(folder, Provider.class, PoisonProvider.class).toString(),
                "--conf",
                "spark.executor.cores=2",
                "--conf",
                "spark.cores.max=2",
                "--conf",
                "spark.executor.memory=512m",
                "--conf",
                "spark.executor.extraJavaOptions=-Dfwlstm.provider=poison");
        GuardedProcess driver = StandaloneCluster.shared()
                .submit(
                        "poison",
                        options,
                        List.of(
                                "sweep",
                                file,
                                "--attempts",
                                "1",
                                "--out",
                                results.directory().toString()));
        assertThat(driver.exitCode()).as(driver.text()).isZero();
        assertThat(driver.text()).contains("2 done, 2 failed");
        List<String> rows =
                results.sql("SELECT hidden, status, coalesce(error, 'none') FROM trials ORDER BY hidden, seed");
        assertThat(rows.subList(0, 2)).containsOnly("12,done,none");
        assertThat(rows.subList(2, 4)).allMatch(row -> row.startsWith("13,failed,") && row.contains("ExecutorLost"));
    }
}
