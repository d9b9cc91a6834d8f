package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import fwlstm.cli.Fw.Result;
import fwlstm.tensorboard.EventReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sweeps on embedded Spark, as a user runs them. */
class SweepCommandIT {
    private static final String TINY = """
        name: tiny
        task: {name: [art, mart], pairs: 1}
        cell:
          - {name: [fw-lstm, irnn], hidden: 6, embedding: 5, readout: 5}
        train: {batch: 16, updates: 60, evaluate_every: 20}
        data: {train: 500, validation: 100, test: 100}
        seeds: 2
        """;

    @TempDir
    Path folder;

    private String file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("tiny.yaml"), TINY).toString();
    }

    private Result sweep(String out, String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("sweep", file, "--out", folder.resolve(out).toString()), Arrays.stream(more))
                .toArray(String[]::new);
        Result result = Fw.run(arguments);
        assertThat(result.err()).doesNotContain("fw:");
        assertThat(result.exitCode()).isZero();
        return result;
    }

    private Results results(String out) {
        return new Results(folder.resolve(out));
    }

    @Test
    void results_do_not_depend_on_the_number_of_cores() {
        Result quiet = sweep("one", "--master", "local[1]", "--quiet");
        assertThat(quiet.out().lines().findFirst().orElseThrow()).startsWith("task  pairs  hidden");
        assertThat(quiet.err()).isEmpty();
        Result json = sweep("two", "--master", "local[2]", "--json");
        assertThat(json.out().lines())
                .allMatch(line -> line.matches("\\{\"host\":.*\"trials\":8,.*}"))
                .last(STRING)
                .contains("\"state\":\"done\"", "\"ended\":{\"done\":8}", "\"fraction\":1.0", "\"running\":[]");
        assertThat(json.err()).isEmpty();
        assertThat(results("one").rows())
                .hasSize(8 + 8 * 3)
                .isEqualTo(results("two").rows());
    }

    /** The trials with a model. */
    private List<String> kept(String out) {
        String[] models = folder.resolve(out).resolve("models").toFile().list();
        return Stream.of(models)
                .map(name -> name.replaceFirst("\\.safetensors$", ""))
                .toList();
    }

    private List<String> newIn(String out, List<String> before) {
        return results(out).executions().stream()
                .filter(execution -> !before.contains(execution))
                .map(execution -> execution.split(",")[0])
                .toList();
    }

    @Test
    void a_finished_sweep_trains_nothing_and_a_grown_one_only_what_is_new() throws IOException {
        assertThat(sweep("grown").out()).doesNotContain("--keep-best");
        List<String> before = results("grown").executions();
        Path runs = folder.resolve("runs");
        assertThat(sweep("grown", "--tensorboard", runs.toString()).out()).contains("8 trials, 8 recorded, 0 to train");
        assertThat(points(runs)).hasSize(8 * 3).isEqualTo(points("grown"));
        assertThat(sweep("grown", "--set", "seeds=3", "--keep-best", "--tensorboard", runs.toString())
                        .out())
                .contains(
                        "12 trials, 8 recorded, 4 to train",
                        "8 trials were done without --keep-best: no model of them");
        assertThat(points(runs)).hasSize(12 * 3).isEqualTo(points("grown"));
        assertThat(kept("grown")).hasSize(4).containsAll(newIn("grown", before));
        assertThat(sweep("grown", "--set", "seeds=3", "--set", "task.pairs=[1,2]")
                        .out())
                .contains("24 trials, 12 recorded, 12 to train");
        assertThat(results("grown").executions()).hasSize(24).containsAll(before);
        assertThat(Fw.run("status", folder.resolve("grown").toString()).out())
                .isEqualTo("tiny: 24 trials, 24 done, 0 diverged, 0 failed, 0 remaining" + System.lineSeparator());
    }

    @Test
    void a_sweep_over_test_pairs_tests_each_network_at_every_difficulty_and_is_reproduced() {
        assertThat(sweep(
                                "tested",
                                "--set",
                                "task={name: art, pairs: 2}",
                                "--set",
                                "data.test_pairs=[1, 2, 12]",
                                "--set",
                                "seeds=1")
                        .out())
                .contains("pairs 2; tested at 1, 2, 12;")
                .containsPattern("(?m)^art +2 +12 +6 +irnn ");
        List<String> rows = results("tested")
                .sql("SELECT cell, data_test_pairs, validation_loss, test_loss FROM trials ORDER BY 1, 2");
        assertThat(rows).hasSize(6);
        assertThat(rows.stream()
                        .map(row -> row.split(","))
                        .map(row -> row[0] + row[2])
                        .distinct())
                .as("trained alike")
                .hasSize(2);
        assertThat(rows.stream().map(row -> row.split(",")[3]).distinct()).hasSize(6);
        String id = results("tested")
                .sql("SELECT trial_id FROM trials WHERE data_test_pairs = 12 AND cell = 'fw-lstm'")
                .get(0);
        assertThat(Fw.run("reproduce", folder.resolve("tested").toString(), id).out())
                .contains("fw-lstm art K=2, tested at 12, H=6 seed 0", "the same to the last bit");
    }

    /** The validation losses in event files, with the beginning of the trial's id and the update. */
    private static List<String> points(Path runs) throws IOException {
        List<String> points = new ArrayList<>();
        try (Stream<Path> files = Files.walk(runs).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                String id = file.toString().replaceAll(".*tfevents\\.(.{8}).*", "$1");
                EventReader.read(Files.readAllBytes(file)).stream()
                        .filter(value -> value.tag().equals("validation_loss"))
                        .forEach(value -> points.add(id + "," + value.step() + "," + value.number()));
            }
        }
        return points.stream().sorted().toList();
    }

    /** The same of the results. */
    private List<String> points(String out) {
        return results(out).sql("SELECT left(trial_id, 8), update, validation_loss FROM curves").stream()
                .map(row -> row.substring(0, row.lastIndexOf(',') + 1)
                        + Float.parseFloat(row.substring(row.lastIndexOf(',') + 1)))
                .sorted()
                .toList();
    }

    @Test
    void tables_lie_in_directories_by_task_and_pairs_and_nothing_else_is_left() throws IOException {
        sweep("layout");
        try (Stream<Path> files = Files.walk(folder.resolve("layout"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(path ->
                                    folder.resolve("layout").relativize(path).toString())
                            .map(name -> name.replaceAll("[0-9a-f]{32}\\.parquet", "part.parquet")))
                    .containsExactlyInAnyOrder(
                            "sweep.yaml",
                            "lock/1.json",
                            "trials/_verified.json",
                            "trials/task=art/pairs=1/part.parquet",
                            "trials/task=mart/pairs=1/part.parquet",
                            "curves/task=art/pairs=1/part.parquet",
                            "curves/task=mart/pairs=1/part.parquet");
        }
    }

    @Test
    void tables_say_what_is_missing_and_from_how_many_seeds_a_number_is() throws IOException {
        sweep("partly", "--set", "seeds=1");
        Path plan = folder.resolve("partly/sweep.yaml");
        Files.writeString(
                plan,
                Files.readString(plan).replace("seeds: 1", "seeds: 3").replace("\"irnn\"", "\"irnn\"\n  - \"lstm\""));
        String[] lines =
                Fw.run("tables", folder.resolve("partly").toString()).out().split("\n");
        assertThat(lines[0])
                .matches("task +pairs +hidden +cell +parameters +test error % +95 % CI +seeds +updates to 99 %");
        assertThat(lines).hasSize(2 + 6 + 2).endsWith("Not compared, without test error for all seeds: 6 lines.");
        assertThat(lines[2]).matches("art +1 +6 +fw-lstm +\\d+ +[0-9.]+ +– +1/3 +.*");
        assertThat(lines[4]).matches("art +1 +6 +lstm +– +– +– +0/3 +–");

        for (String format : List.of("markdown", "latex", "csv")) {
            Result table = Fw.run("tables", folder.resolve("partly").toString(), "--format", format);
            assertThat(table.exitCode()).isZero();
            assertThat(table.out()).contains("fw-lstm", "mart");
        }
    }

    @Test
    void a_diverged_trial_is_a_row() {
        sweep(
                "diverged",
                "--set",
                "train.learning_rate=10",
                "--set",
                "train.optimizer=sgd",
                "--set",
                "cell={name: irnn, hidden: 20}");
        List<String> rows = results("diverged")
                .sql("SELECT status, test_error, updates_run > 0 FROM trials WHERE status = 'diverged'");
        assertThat(rows).isNotEmpty().containsOnly("diverged,,true");
        assertThat(Fw.run("tables", folder.resolve("diverged").toString()).out())
                .contains("diverged");
    }

    @Test
    void a_dry_run_lists_the_trials_and_writes_nothing() {
        Result result = sweep("dry", "--dry-run");
        assertThat(result.out().lines()).hasSize(2 + 8);
        assertThat(result.out()).contains("fw-lstm mart K=1 H=6 seed 1", "to train");
        assertThat(folder.resolve("dry")).doesNotExist();
    }
}
