package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a real cluster of Spark processes, as a user submits them. */
@Timeout(600)
class ClusterIT {
    private static final String SWEEP = """
            name: cluster
            task: {name: [art, mart], pairs: 1}
            cell:
              - {name: [fw-lstm, irnn], hidden: 6, embedding: 5, readout: 5}
            train: {batch: 16, updates: 60, evaluate_every: 20}
            data: {train: 500, validation: 100, test: 100}
            seeds: 1
            """;

    /** What Spark and Java say themselves before the program begins. */
    private static final List<String> NOT_OURS = List.of(
            "WARNING: Using incubator modules: jdk.incubator.vector",
            "Using Spark's default log4j profile: org/apache/spark/log4j2-defaults.properties");

    private static final Pattern IF_IT_TAKES_LONG = Pattern.compile("\\d/4 trials, .*|waiting for executors: .*");

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

    private GuardedProcess submit(String name, List<String> options, String... more) throws IOException {
        return cluster.submit(name, options, sweep(name, more));
    }

    private List<String> sweep(String out, String... more) {
        return Stream.concat(
                        Stream.of("sweep", file, "--out", folder.resolve(out).toString()), Stream.of(more))
                .toList();
    }

    private static List<String> ours(GuardedProcess process) throws IOException {
        return process.text().lines().filter(line -> !NOT_OURS.contains(line)).toList();
    }

    @Test
    void a_sweep_needs_no_flags_under_spark_submit_and_goes_on_under_fw_with_the_same_numbers() throws Exception {
        GuardedProcess submitted = cluster.submitWithCompilers("submitted", sweep("submitted"));
        assertThat(submitted.exitCode()).as(submitted.text()).isZero();
        assertThat(ours(submitted))
                .as("a readable console")
                .filteredOn(line -> !IF_IT_TAKES_LONG.matcher(line).matches())
                .hasSize(14)
                .anyMatch(line -> line.startsWith("cluster: 4 trials, 0 recorded, 4 to train"))
                .contains("trained: 4 done")
                .anyMatch(line -> line.matches("art +1 +6 +fw-lstm .* 1/1 .*"))
                .noneMatch(line -> line.matches(".* (INFO|WARN|ERROR) .*"));

        Results results = new Results(folder.resolve("submitted"));
        GuardedProcess grown = cluster.fw("grown", sweep("submitted", "--set", "seeds=2", "--master", cluster.url()));
        assertThat(grown.exitCode()).as(grown.text()).isZero();
        assertThat(grown.text()).contains("8 trials, 4 recorded, 4 to train", "trained: 4 done");
        assertThat(results.sql("SELECT DISTINCT seed, provider FROM trials ORDER BY seed"))
                .containsExactly("0,vector", "1,java");

        Path reference = folder.resolve("reference");
        Fw.run("sweep", file, "--out", reference.toString(), "--set", "seeds=2", "--master", "local[1]");
        assertThat(results.rows()).hasSize(8 + 8 * 3).isEqualTo(new Results(reference).rows());
    }

    @Test
    void problems_are_one_line_each_and_no_stack_trace() throws Exception {
        GuardedProcess waiting = submit("waiting", List.of("--executor-memory", "64g"));
        GuardedProcess refused = submit("refused", List.of(), "--set", "seeds=0");
        GuardedProcess nobody = submit("nobody", List.of(), "--master", "spark://127.0.0.1:1");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(ours(refused)).singleElement().asString().startsWith("fw: ").contains("seeds: found 0");

        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(ours(nobody))
                .filteredOn(line -> line.startsWith("fw: "))
                .singleElement()
                .asString()
                .contains("no Spark master answers at 127.0.0.1:1 (Connection refused)");

        GuardedProcess.await(() -> waiting.text().contains("waiting for executors: " + cluster.url()) ? waiting : null);
        waiting.terminate();
        assertThat(waiting.exitCode()).isEqualTo(128 + 15);
        assertThat(ours(waiting)).endsWith("fw: terminated; run the same command again to resume");

        for (GuardedProcess process : List.of(refused, nobody, waiting)) {
            assertThat(ours(process)).noneMatch(line -> line.contains("\tat ") || line.contains("Exception"));
        }
    }
}
