package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.cli.Fw.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole searches on embedded Spark. */
@Timeout(180)
class SearchCommandIT {
    private static final String SEARCH = """
        name: search
        task: {name: art, pairs: 1}
        cell: {name: irnn, hidden: 6, embedding: 5, readout: 5}
        train: {batch: 16, updates: 80, evaluate_every: 10, learning_rate: {log_uniform: [1e-4, 1e-1]}}
        data: {train: 500, validation: 100, test: 100}
        seeds: 2
        search: {strategy: asha, configurations: 9, reduction: 3, rungs: [10, 40]}
        """;

    @TempDir
    Path folder;

    private Result sweep(String out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "sweep",
                Files.writeString(folder.resolve("search.yaml"), SEARCH).toString(),
                "--out",
                folder.resolve(out).toString()));
        arguments.addAll(Arrays.asList(more));
        Result result = Fw.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    /** The objects of JSON on the lines of an output that has nothing else. */
    private static List<JsonNode> objects(String out) {
        ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        return out.lines()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
    }

    private static int sum(JsonNode counts) {
        int sum = 0;
        for (JsonNode count : counts) {
            sum += count.asInt();
        }
        return sum;
    }

    private static void assertThatNoMoreEndedThanThereAre(JsonNode object) {
        assertThat(sum(object.get("ended")))
                .isLessThanOrEqualTo(object.get("trials").asInt());
        assertThat(sum(object.get("takenUpEnded")))
                .isLessThanOrEqualTo(object.get("takenUp").asInt());
    }

    private static String[] larger(String... more) {
        return Stream.concat(Stream.of("--set", "search.configurations=12"), Stream.of(more))
                .toArray(String[]::new);
    }

    private List<String> sql(String out, String query) {
        return new Results(folder.resolve(out)).sql(query);
    }

    @Test
    void a_search_stops_most_trials_and_names_the_best_configuration() throws IOException {
        Result first = sweep("first", "--master", "local[2]");
        assertThat(sql(
                        "first",
                        "SELECT status, count(*), count(test_error), min(updates_run) FROM trials GROUP BY 1"
                                + " ORDER BY 1"))
                .hasSize(2)
                .anyMatch(row -> row.matches("done,\\d+,[1-9]\\d*,80"))
                .anyMatch(row -> row.matches("stopped,\\d+,0,10"));
        assertThat(sql("first", "SELECT count(*), count(DISTINCT trial_id) FROM trials"))
                .containsExactly("18,18");
        List<String> best = sql(
                "first",
                "SELECT study, learning_rate FROM tables WHERE done = 2 ORDER BY best_validation_accuracy_mean DESC,"
                        + " validation_loss_mean, config_id LIMIT 1");
        assertThat(sql("first", "SELECT study, learning_rate FROM tables WHERE best"))
                .isEqualTo(best);
        String rate = best.get(0).substring(best.get(0).lastIndexOf(',') + 1);
        assertThat(first.out()).contains("best settings", "learning_rate=" + rate);
        assertThat(first.out().lines().filter(line -> line.startsWith("art "))).hasSize(1);
        assertThat(Fw.run("tables", folder.resolve("first").toString(), "--all")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("art ")))
                .hasSize(9);

        sweep("second", "--master", "local[1]");
        String results =
                "SELECT trial_id, status, updates_run, best_validation_accuracy, validation_loss, test_error FROM"
                        + " trials ORDER BY 1";
        assertThat(sql("second", results)).isEqualTo(sql("first", results));
        assertThat(sweep("first").out()).contains("18 recorded, 0 to train");
    }

    private List<Path> tables(String out) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(out).resolve("trials"))) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    @Test
    void a_grown_search_equals_one_that_was_large_from_the_start() throws IOException {
        sweep("grown", "--set", "search.configurations=9");
        assertThat(sweep("grown", larger("--dry-run"))
                        .out()
                        .lines()
                        .filter(line -> line.matches(".* stopped, may resume")))
                .isNotEmpty();
        String directory = folder.resolve("grown").toString();
        List<JsonNode> objects = objects(sweep("grown", larger("--json")).out());
        assertThat(objects).allSatisfy(SearchCommandIT::assertThatNoMoreEndedThanThereAre);
        JsonNode last = objects.get(objects.size() - 1);
        assertThat(last.get("state").asText()).isEqualTo("done");
        assertThat(last.get("trials").asInt()).isEqualTo(6).isEqualTo(sum(last.get("ended")));
        assertThat(last.get("takenUp").asInt()).isPositive().isEqualTo(sum(last.get("takenUpEnded")));
        assertThat(last.get("fraction").asDouble()).isEqualTo(1);
        assertThat(sweep("grown", larger("--dry-run")).out()).doesNotContain("may resume", "resumes", "to train");
        assertThat(objects(Fw.run("status", directory, "--json").out()))
                .singleElement()
                .satisfies(status -> assertThat(status.get("counts").toString())
                        .startsWith("{\"trials\":24,")
                        .endsWith(",\"remaining\":0}"));
        assertThat(objects(sweep("grown", larger("--json")).out()))
                .singleElement()
                .satisfies(finished -> {
                    assertThat(finished.get("state").asText()).isEqualTo("done");
                    assertThat(finished.get("trials").asInt()).isZero();
                    assertThat(finished.get("secondsLeft").asDouble()).isZero();
                    assertThat(finished.get("updatesPerSecond").isNull()).isTrue();
                });
        assertThat(sweep("grown", larger("--dry-run", "--set", "search.reduction=2"))
                        .out())
                .as("a search that leaves more their places")
                .contains("stopped, resumes");
        assertThat(sweep("grown", "--dry-run", "--set", "search={strategy: random, configurations: 12}")
                        .out())
                .as("a search that stops no trial")
                .contains("stopped, to train again");
        sweep("large", larger());
        String results = "SELECT trial_id, status, updates_run, validation_loss, test_error FROM trials ORDER BY 1";
        assertThat(sql("grown", results)).isEqualTo(sql("large", results));
        assertThat(sql("grown", "SELECT count(*), count(DISTINCT trial_id, update) FROM curves"))
                .isEqualTo(sql("large", "SELECT count(*), count(DISTINCT trial_id, update) FROM curves"));

        List<Path> before = tables("large");
        sweep("large", "--set", "search.configurations=10");
        assertThat(tables("large"))
                .as("what was stopped before is not written again")
                .containsAll(before);
    }
}
