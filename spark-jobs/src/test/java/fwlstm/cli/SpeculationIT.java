package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trials that run twice on purpose, and again because the worker that had finished them is lost. */
@Timeout(600)
class SpeculationIT {
    private static final String SWEEP = """
            name: twice
            task: {name: art, pairs: 2}
            cell: {name: fw-lstm, hidden: 20}
            train: {batch: 64, updates: 150, evaluate_every: 50}
            data: {train: 1000, validation: 200, test: 200}
            seeds: 9
            """;

    private static final int TRIALS = 9;

    @TempDir
    Path folder;

    @Test
    void a_trial_that_ran_twice_is_one_row_also_when_a_worker_is_lost() throws Exception {
        String file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP).toString();
        Path events = Files.createDirectories(folder.resolve("events"));
        Results results = new Results(folder.resolve("twice"));
        Path settings = Path.of("..", "conf", "spark", "standalone.conf").toAbsolutePath();
        Stream<String> conf = Stream.of(
                        "spark.executor.cores=1",
                        "spark.executor.memory=512m",
                        "spark.speculation=true",
                        "spark.speculation.interval=50ms",
                        "spark.speculation.quantile=0.1",
                        "spark.speculation.multiplier=0.1",
                        "spark.speculation.minTaskRuntime=50ms",
                        "spark.speculation.efficiency.enabled=false",
                        "spark.speculation.task.duration.threshold=100ms",
                        "spark.eventLog.enabled=true",
                        "spark.eventLog.compress=false",
                        "spark.eventLog.rolling.enabled=false",
                        "spark.eventLog.dir=" + events.toUri())
                .flatMap(setting -> Stream.of("--conf", setting));
        List<String> options = Stream.concat(Stream.of("--properties-file", settings.toString()), conf)
                .toList();
        try (StandaloneCluster cluster = new StandaloneCluster("speculation-it", 2, 1)) {
            GuardedProcess driver = cluster.submit(
                    "twice",
                    options,
                    List.of("sweep", file, "--out", results.directory().toString()));
            GuardedProcess.await(() -> results.recorded() >= 3 ? driver : null);
            cluster.worker(2).kill();
            assertThat(driver.exitCode()).as(driver.text()).isZero();
        }
        assertThat(speculativeTasks(events)).isPositive();
        assertThat(results.physicalRows("trials", "trial_id")).isEqualTo(TRIALS + "," + TRIALS);
        assertThat(results.physicalRows("curves", "trial_id, update")).isEqualTo(3 * TRIALS + "," + 3 * TRIALS);
    }

    private static long speculativeTasks(Path events) throws Exception {
        try (Stream<Path> logs = Files.list(events)) {
            return Files.readAllLines(logs.findFirst().orElseThrow()).stream()
                    .filter(line -> line.contains("SparkListenerTaskStart") && line.contains("\"Speculative\":true"))
                    .count();
        }
    }
}
