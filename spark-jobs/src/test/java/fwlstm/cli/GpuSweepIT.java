package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packs on the GPUs of a cluster, which Spark gives to tasks by their addresses; executors load the double of CUDA. */
@Timeout(300)
class GpuSweepIT {
    private static final String SWEEP = """
            name: gpus
            task: {name: art, pairs: 2}
            cell: {name: fw-lstm, hidden: 8, embedding: 5, readout: 5}
            train: {batch: 16, updates: 60, evaluate_every: 20, learning_rate: [1e-3, 3e-3]}
            data: {train: 500, validation: 100, test: 100}
            seeds: 3
            """;

    private static StandaloneCluster cluster;

    @TempDir
    Path folder;

    private String file;

    @BeforeAll
    static void start() throws Exception {
        cluster = StandaloneCluster.shared();
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP).toString();
    }

    /** Where the double of the CUDA driver is; skips the test where there is no compiler for it. */
    private static Path cudaDouble() throws Exception {
        Path build =
                Path.of("..", "core", "src", "test", "cuda-double", "build").toAbsolutePath();
        Process process = new ProcessBuilder(build.toString()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(process.waitFor()).as("0 with a C++ compiler, 3 without").isNotEqualTo(3);
        assertThat(process.exitValue()).isZero();
        return Path.of(said.strip());
    }

    private GuardedProcess submit(String out, List<String> more) throws IOException {
        Path settings = Path.of("..", "conf", "spark", "standalone-gpu.conf").toAbsolutePath();
        List<String> options = new ArrayList<>(
                List.of("--properties-file", settings.toString(), "--conf", "spark.executor.memory=512m"));
        options.addAll(more);
        List<String> arguments = new ArrayList<>(
                List.of("sweep", file, "--backend", "gpu", "--pack-width", "2", "--checkpoint-seconds", "0"));
        arguments.addAll(List.of("--out", folder.resolve(out).toString()));
        return cluster.submit(out, options, arguments);
    }

    @Test
    void packs_on_two_gpus_survive_the_loss_of_one_and_give_the_numbers_of_the_cpu() throws Exception {
        Results results = new Results(folder.resolve("packed"));
        GuardedProcess driver = submit(
                "packed",
                List.of(
                        "--conf",
                        "spark.executorEnv.LD_LIBRARY_PATH=" + cudaDouble(),
                        "--conf",
                        "spark.executorEnv.CUEMU_DEVICES=2"));
        Path checkpoints = results.directory().resolve("checkpoints");
        GuardedProcess.await(
                () -> Files.isDirectory(checkpoints) || !driver.guard().isAlive() ? driver : null);
        cluster.executors(1).get(0).destroyForcibly();
        assertThat(driver.exitCode()).as(driver.text()).isZero();
        assertThat(driver.text())
                .containsPattern("backend gpu \\(.*double.*, provider cuda\\), packs of up to 2 trials")
                .contains("trained: 6 done");
        assertThat(results.sql("SELECT DISTINCT backend, provider, pack_width FROM trials ORDER BY 3"))
                .endsWith("gpu,cuda,2")
                .allMatch(row -> row.startsWith("gpu,cuda,"));

        Path reference = folder.resolve("reference");
        Fw.run("sweep", file, "--out", reference.toString(), "--master", "local[2]", "--backend", "cpu");
        List<double[]> expected = numbers(new Results(reference));
        List<double[]> found = numbers(results);
        assertThat(found).hasSize(6 + 6 * 3);
        for (int row = 0; row < found.size(); row++) {
            assertThat(found.get(row)).containsExactly(expected.get(row), within(1e-3));
        }
    }

    /** Accuracies and losses, which differ only in rounding. */
    private static List<double[]> numbers(Results results) {
        return Stream.of(
                        "SELECT test_error, test_loss FROM trials ORDER BY trial_id",
                        "SELECT validation_loss, train_loss FROM curves ORDER BY trial_id, update")
                .flatMap(query -> results.sql(query).stream())
                .map(row -> Stream.of(row.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }

    @Test
    void executors_without_a_usable_gpu_end_the_sweep_before_it_begins() throws Exception {
        GuardedProcess driver = submit("without", List.of("--conf", "spark.executorEnv.LD_LIBRARY_PATH="));
        assertThat(driver.exitCode()).as(driver.text()).isEqualTo(1);
        assertThat(driver.text().lines().filter(line -> line.startsWith("fw: ")))
                .singleElement()
                .asString()
                .startsWith("fw: on ")
                .contains("driver", "install");
        assertThat(driver.text()).doesNotContain("\tat ");
    }
}
