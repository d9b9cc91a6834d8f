package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep on a cluster that loses executors, a worker and at last its driver, each by SIGKILL at a random moment, and then
 * the same command on what is left of the cluster.
 *
 * <p>{@code -Dfwlstm.kill.rounds=5} does so five times, {@code -Dfwlstm.kill.seed=N} with the moments of another seed.
 */
class ClusterKillIT {
    private static final int TRIALS = 15;

    private static final String SWEEP = """
            name: killed
            task: {name: art, pairs: 4}
            cell: {name: [fw-lstm, fw-rnn, ln-lstm], hidden: 20}
            train: {batch: 64, updates: 100, evaluate_every: 25}
            data: {train: 1000, validation: 200, test: 200}
            seeds: 5
            """;

    @TempDir
    Path folder;

    private GuardedProcess submit(StandaloneCluster cluster, String name, Results results) throws Exception {
        Path file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        return cluster.submit(
                name,
                List.of(),
                List.of(
                        "sweep",
                        file.toString(),
                        "--checkpoint-seconds",
                        "0",
                        "--keep-best",
                        "--out",
                        results.directory().toString()));
    }

    @Test
    void killed_anything_anywhere_any_time_then_the_same_command_gives_the_missing_trials_and_the_same_numbers()
            throws Exception {
        int rounds = Integer.getInteger("fwlstm.kill.rounds", 1);
        long seed = Long.getLong("fwlstm.kill.seed", 1);
        Path file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        Results reference = new Results(folder.resolve("reference"));
        List<String> undisturbed = Commands.fw(
                ChildJava.LIGHT,
                List.of(
                        "sweep",
                        file.toString(),
                        "--master",
                        "local[1]",
                        "--keep-best",
                        "--out",
                        reference.directory().toString()));
        try (GuardedProcess local = GuardedProcess.start(folder, "reference", Map.of(), undisturbed)) {
            for (int round = 0; round < rounds; round++) {
                Results results = new Results(folder.resolve("killed" + round));
                kill(seed + round, results);
                assertThat(local.exitCode()).as(local.text()).isZero();
                assertThat(results.rows()).hasSize(TRIALS + 4 * TRIALS).isEqualTo(reference.rows());
                assertThat(models(results)).hasSize(TRIALS).isEqualTo(models(reference));
                assertThat(results.physicalRows("trials", "trial_id")).isEqualTo(TRIALS + "," + TRIALS);
            }
        }
    }

    /** What is in the file of every model. */
    private static Map<String, ByteBuffer> models(Results results) throws IOException {
        Map<String, ByteBuffer> models = new HashMap<>();
        try (Stream<Path> files = Files.list(results.directory().resolve("models"))) {
            for (Path file : files.toList()) {
                models.put(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return models;
    }

    private void kill(long seed, Results results) throws Exception {
        Random random = new Random(seed);
        List<String> victims = new ArrayList<>(List.of("executor", "executor", "worker"));
        Collections.shuffle(victims, random);
        victims.add("driver");
        int[] moments = random.ints(victims.size(), 1, TRIALS / 2).sorted().toArray();
        try (StandaloneCluster cluster = new StandaloneCluster("cluster-kill-it", 2, 1)) {
            GuardedProcess driver = submit(cluster, "driver-" + seed, results);
            for (int k = 0; k < moments.length; k++) {
                int moment = moments[k];
                GuardedProcess.await(() -> results.recorded() >= moment ? driver : null);
                Thread.sleep(random.nextInt(1000));
                String victim = kill(victims.get(k), random, cluster, driver);
                System.out.printf(
                        Locale.ROOT, "seed %d: killed %s after %d records%n", seed, victim, results.recorded());
            }
            assertThat(driver.exitCode()).isEqualTo(128 + 9);
            List<String> before = results.executions();
            assertThat(before).hasSizeBetween(1, TRIALS - 1);

            GuardedProcess again = submit(cluster, "again-" + seed, results);
            assertThat(again.exitCode()).as(again.text()).isZero();
            assertThat(results.executions()).hasSize(TRIALS).containsAll(before);
        }
    }

    /** Kills a victim that is alive; returns which. */
    private static String kill(String victim, Random random, StandaloneCluster cluster, GuardedProcess driver)
            throws Exception {
        switch (victim) {
            case "driver" -> {
                driver.kill();
                return victim;
            }
            case "worker" -> {
                int worker = 1 + random.nextInt(2);
                cluster.worker(worker).kill();
                return "worker " + worker;
            }
            default -> {
                ProcessHandle executor = GuardedProcess.await(() -> {
                    List<ProcessHandle> living = Stream.of(1, 2)
                            .flatMap(worker -> cluster.executors(worker).stream())
                            .toList();
                    return living.isEmpty() ? null : living.get(random.nextInt(living.size()));
                });
                executor.destroyForcibly();
                return "executor " + executor.pid();
            }
        }
    }
}
