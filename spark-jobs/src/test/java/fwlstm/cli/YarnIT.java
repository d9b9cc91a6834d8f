package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a real YARN, with the driver in the cluster and outside, of which containers are killed. */
@Timeout(600)
class YarnIT {
    private static final String SWEEP = """
            name: yarn
            task: {name: art, pairs: 2}
            cell: {name: [fw-lstm, irnn], hidden: 20}
            train: {batch: 64, updates: 150, evaluate_every: 50}
            data: {train: 1000, validation: 200, test: 200}
            seeds: 4
            """;

    private static final int TRIALS = 8;
    private static final String EXECUTOR = "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend";
    private static final String DRIVER = "org.apache.spark.deploy.yarn.ApplicationMaster";

    @TempDir
    static Path folder;

    private static Path file;
    private static YarnCluster cluster;
    private static List<String> reference;

    @BeforeAll
    static void start() throws Exception {
        cluster = new YarnCluster("yarn-it");
        file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        Path local = folder.resolve("local");
        Fw.run("sweep", file.toString(), "--out", local.toString(), "--master", "local[1]");
        reference = new Results(local).rows();
        assertThat(reference).hasSize(TRIALS + TRIALS * 3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Kills a container once there is a record. */
    private static void killOne(String className, GuardedProcess starter, Results results) {
        ProcessHandle victim = GuardedProcess.await(() -> {
            assertThat(starter.guard().isAlive()).as(starter.text()).isTrue();
            return results.recorded() == 0
                    ? null
                    : cluster.containers(className).stream().findFirst().orElse(null);
        });
        victim.destroyForcibly();
        assertThat(victim.onExit()).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void yarn_starts_a_killed_driver_again_which_trains_the_missing_trials_to_the_same_bits() throws Exception {
        Results results = new Results(cluster.path("/user/sweeps/cluster"));
        GuardedProcess submit = cluster.submit(
                "submit",
                List.of("--files", file.toString()),
                List.of("sweep", file.getFileName().toString(), "--out", "hdfs:///user/sweeps/cluster"));
        killOne(DRIVER, submit, results);
        assertThat(submit.exitCode()).as(submit.text()).isZero();
        assertThat(submit.text()).contains("final status: SUCCEEDED");
        assertThat(results.rows()).isEqualTo(reference);
        assertThat(cluster.printed("stdout"))
                .containsPattern("yarn: 8 trials, 0 recorded, 8 to train")
                .containsPattern("yarn: 8 trials, [1-9]\\d? recorded, \\d+ to train")
                .containsPattern("art +2 +20 +fw-lstm .* 4/4");
    }

    @Test
    void fw_trains_on_yarn_to_the_same_bits_though_an_executor_is_killed() throws Exception {
        Results results = new Results(cluster.path("/user/sweeps/client"));
        GuardedProcess driver = cluster.fw(
                "client", List.of("sweep", file.toString(), "--master", "yarn", "--out", "hdfs:///user/sweeps/client"));
        killOne(EXECUTOR, driver, results);
        assertThat(driver.exitCode()).as(driver.text()).isZero();
        assertThat(driver.text()).contains("trained: 8 done").containsPattern("art +2 +20 +fw-lstm .* 4/4");
        assertThat(results.rows()).isEqualTo(reference);
    }

    @Test
    void a_driver_in_the_cluster_that_fails_leaves_its_reason_with_yarn() throws Exception {
        GuardedProcess submit = cluster.submit(
                "failed",
                List.of("--conf", "spark.yarn.maxAppAttempts=1"),
                List.of("sweep", "conf/sweep.yaml", "--out", "hdfs:///user/sweeps/failed"));
        assertThat(submit.exitCode()).isEqualTo(1);
        assertThat(submit.text())
                .contains("final status: FAILED")
                .contains("fw: conf/sweep.yaml: found \"no such file where the cluster runs the driver\"");
    }
}
