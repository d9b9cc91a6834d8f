package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.fake.FakeGpu;
import fwlstm.fake.FakeGpuFactory;
import fwlstm.train.BackendFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packs on the GPUs of a cluster, which Spark gives to tasks by their addresses. */
@Timeout(300)
class GpuSweepIT {
    private static final String SWEEP = """
            name: gpus
            task: {name: art, pairs: 2}
            cell: {name: fw-lstm, hidden: 12}
            train: {batch: 32, updates: 300, evaluate_every: 50, learning_rate: [1e-3, 3e-3]}
            data: {train: 1000, validation: 200, test: 200}
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

    private GuardedProcess submit(String out, List<String> more) throws IOException {
        Path settings = Path.of("..", "conf", "spark", "standalone-gpu.conf").toAbsolutePath();
        List<String> options = new ArrayList<>(StandaloneCluster.LIGHT_DRIVER);
        options.addAll(List.of("--properties-file", settings.toString(), "--conf", "spark.executor.memory=512m"));
        options.addAll(more);
        List<String> sweep =
                List.of("sweep", file, "--backend", "gpu", "--pack-width", "2", "--checkpoint-seconds", "0");
        List<String> arguments = new ArrayList<>(sweep);
        arguments.addAll(List.of("--out", folder.resolve(out).toString()));
        return cluster.submit(out, options, arguments);
    }

    @Test
    void packs_on_two_gpus_survive_the_loss_of_one_and_give_the_numbers_of_the_cpu() throws Exception {
        Path jar = Jar.ofService(folder, BackendFactory.class, FakeGpuFactory.class, FakeGpu.class);
        Results results = new Results(folder.resolve("packed"));
        GuardedProcess driver = submit(
                "packed",
                List.of(
                        "--jars",
                        jar.toString(),
                        "--conf",
                        "spark.executor.extraJavaOptions=-D" + FakeGpuFactory.PROPERTY + "=2"));
        Path checkpoints = results.directory().resolve("checkpoints");
        GuardedProcess.await(
                () -> Files.isDirectory(checkpoints) || !driver.guard().isAlive() ? driver : null);
        cluster.executors(1).get(0).destroyForcibly();
        assertThat(driver.exitCode()).as(driver.text()).isZero();
        assertThat(driver.text())
                .containsPattern("backend gpu \\(fake GPU [01], provider fake\\), packs of up to 2 trials")
                .contains("trained: 6 done");
        assertThat(results.sql("SELECT DISTINCT backend, device FROM trials ORDER BY 2"))
                .containsExactly("gpu,fake GPU 0", "gpu,fake GPU 1");
        assertThat(results.sql("SELECT max(pack_width) FROM trials")).containsExactly("2");

        Path reference = folder.resolve("reference");
        Fw.run("sweep", file, "--out", reference.toString(), "--master", "local[2]", "--backend", "cpu");
        assertThat(results.rows()).hasSize(6 + 6 * 6).isEqualTo(new Results(reference).rows());
    }

    @Test
    void executors_without_a_usable_gpu_end_the_sweep_before_it_begins() throws Exception {
        GuardedProcess driver = submit("without", List.of());
        assertThat(driver.exitCode()).as(driver.text()).isEqualTo(1);
        assertThat(driver.text().lines().filter(line -> line.startsWith("fw: ")))
                .singleElement()
                .asString()
                .contains("fw: on ", ": this build of fw-lstm has no GPU backend");
        assertThat(driver.text()).doesNotContain("\tat ");
    }
}
