package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.cli.Document.Picture;
import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.sweep.SweepFile;
import fwlstm.train.Checkpoints;
import fwlstm.train.CpuBackend;
import fwlstm.train.Trainer;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds docs/reproduction.md against the results in {@code reproduction}, and these against new training; runs in the
 * repository's root, under the profile {@code reproduction}. {@code -Dreproduction.write=true} writes tables and pictures of
 * the document anew, {@code -Dreproduction.seed=N} picks other trials.
 */
class ReproductionStudy {
    private static final Path RESULTS = Path.of("reproduction");
    private static final Document DOCUMENT = new Document(Path.of("docs/reproduction.md"));
    private static final boolean WRITE = Boolean.getBoolean("reproduction.write");
    private static final long PICK = Long.getLong("reproduction.seed", 0);

    /** Trials that took longer are not trained again here. */
    private static final int MOST_SECONDS = 240;

    /** Seeds that no published trial has. */
    private static final List<Long> FRESH_SEEDS = List.of(1000L, 1001L, 1002L);

    /** Sweeps with the settings that the searches found. */
    private static final List<String> REPORTED = List.of("paper", "parameters", "ba2016", "transfer", "mart-long");

    private static final double LEVEL = 0.999;

    @Test
    void every_table_follows_from_the_committed_results() throws IOException {
        String text = DOCUMENT.with(ReproductionStudy::output);
        assertThat(DOCUMENT.commands()).isNotEmpty();
        if (WRITE) {
            Files.writeString(DOCUMENT.file(), text);
        }
        assertThat(DOCUMENT.text()).isEqualTo(text);
    }

    @Test
    void every_figure_follows_from_the_committed_results(@TempDir Path reports) throws IOException {
        Map<String, List<Picture>> pictures =
                DOCUMENT.pictures().stream().collect(Collectors.groupingBy(Picture::results));
        assertThat(pictures).isNotEmpty();
        for (Map.Entry<String, List<Picture>> results : pictures.entrySet()) {
            Path report = reports.resolve(results.getKey());
            output("report " + RESULTS.resolve(results.getKey()) + " --out " + report);
            for (Picture picture : results.getValue()) {
                Path drawn = report.resolve("figures").resolve(picture.figure() + ".svg");
                Path committed = DOCUMENT.file().resolveSibling(picture.path());
                if (WRITE) {
                    Files.createDirectories(committed.getParent());
                    Files.writeString(committed, Files.readString(drawn));
                }
                assertThat(committed).as(picture.path()).hasSameTextualContentAs(drawn);
            }
        }
    }

    @Test
    void the_settings_reported_are_those_that_the_searches_found() throws IOException {
        Map<String, JsonNode> best = new HashMap<>();
        for (Path search : results("search")) {
            for (JsonNode row :
                    query(search, "SELECT cell, task, pairs, learning_rate, lambda, eta FROM tables WHERE best")) {
                best.put(row.get("cell").asText() + row.get("task").asText() + row.get("pairs"), row);
            }
        }
        assertThat(best).isNotEmpty();
        for (String reported : REPORTED) {
            for (Trial trial : SweepFile.read(Path.of("conf", reported + ".yaml"), List.of())
                    .trials()) {
                Map<String, Object> columns = trial.columns();
                JsonNode found = best.get("" + columns.get("cell") + columns.get("task") + columns.get("pairs"));
                for (String setting : List.of("learning_rate", "lambda", "eta")) {
                    assertThat(columns.get(setting))
                            .as("%s of %s", setting, trial.label())
                            .isEqualTo(
                                    found.hasNonNull(setting)
                                            ? found.get(setting).asDouble()
                                            : null);
                }
            }
        }
    }

    @Test
    void a_trial_of_every_cell_picked_at_random_trains_to_the_same_bits() throws IOException {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        for (Path results : results("")) {
            for (JsonNode trial : query(
                    results,
                    "SELECT trial_id, cell FROM trials WHERE status = 'done' AND train_seconds < " + MOST_SECONDS
                            + " ORDER BY trial_id")) {
                commands.computeIfAbsent(trial.get("cell").asText(), cell -> new ArrayList<>())
                        .add("reproduce " + results + " "
                                + trial.get("trial_id").asText());
            }
        }
        assertThat(commands).containsKeys("fw-lstm", "fw-rnn", "ln-lstm", "lstm", "irnn");
        Random random = new Random(PICK);
        for (List<String> ofCell : commands.values()) {
            String command = ofCell.get(random.nextInt(ofCell.size()));
            assertThat(output(command)).as(command).contains("the same to the last bit");
        }
    }

    /**
     * The mean test error of new seeds lies where that of the published seeds says it should: within the prediction interval
     * for a mean of so many seeds, by Student's t. Of four pairs and 50 hidden units, without ln-lstm on mart, whose seeds
     * differ so much that nothing could lie outside.
     */
    @Test
    void new_seeds_have_the_published_errors() throws IOException {
        String where = " FROM trials WHERE pairs = 4 AND hidden = 50 AND status = 'done'"
                + " AND NOT (task = 'mart' AND cell = 'ln-lstm')";
        Map<String, SummaryStatistics> published = new HashMap<>();
        for (JsonNode row : query(RESULTS.resolve("paper"), "SELECT task, cell, test_error" + where)) {
            published
                    .computeIfAbsent(line(row), line -> new SummaryStatistics())
                    .addValue(row.get("test_error").asDouble());
        }
        assertThat(published)
                .containsOnlyKeys("art fw-lstm", "art fw-rnn", "art ln-lstm", "mart fw-lstm", "mart fw-rnn");
        for (JsonNode row : query(RESULTS.resolve("paper"), "SELECT *" + where + " AND seed = 0")) {
            SummaryStatistics fresh = new SummaryStatistics();
            FRESH_SEEDS.parallelStream()
                    .map(seed -> testError(row, seed))
                    .toList()
                    .forEach(fresh::addValue);
            SummaryStatistics old = published.get(line(row));
            double halfWidth = new TDistribution(old.getN() - 1).inverseCumulativeProbability((1 + LEVEL) / 2)
                    * old.getStandardDeviation()
                    * Math.sqrt(1.0 / old.getN() + 1.0 / fresh.getN());
            assertThat(Math.abs(fresh.getMean() - old.getMean()))
                    .as("%s: %s of new seeds, published %s ± %s", line(row), fresh.getMean(), old.getMean(), halfWidth)
                    .isLessThanOrEqualTo(halfWidth);
        }
    }

    /** Task and cell of a trial. */
    private static String line(JsonNode trial) {
        return trial.get("task").asText() + " " + trial.get("cell").asText();
    }

    private static double testError(JsonNode row, long seed) {
        Map<String, String> columns = new HashMap<>();
        Trial.COLUMNS.keySet().stream()
                .filter(row::hasNonNull)
                .forEach(column -> columns.put(column, row.get(column).asText()));
        columns.put("seed", String.valueOf(seed));
        try {
            TrialRecord record = new Trainer(new CpuBackend(Providers.chosen()), Checkpoints.NONE, (trial, point) -> {})
                    .train(List.of(Trial.of(columns)), 0)
                    .get(0);
            return record.result().testError();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The results of all studies whose names end so. */
    private static List<Path> results(String end) throws IOException {
        try (Stream<Path> folders = Files.list(RESULTS)) {
            return folders.filter(folder -> Files.exists(folder.resolve("sweep.yaml"))
                            && folder.getFileName().toString().endsWith(end))
                    .sorted()
                    .toList();
        }
    }

    private static Iterable<JsonNode> query(Path directory, String sql) throws IOException {
        return new ObjectMapper().readTree(run("sql", directory.toString(), sql, "--format", "json"));
    }

    /** What a command prints that is written as in the document, words without quotes. */
    private static String output(String command) {
        return run(command.split(" "));
    }

    private static String run(String... arguments) {
        Fw.Result result = Fw.run(arguments);
        assertThat(result.exitCode())
                .as("%s: %s", List.of(arguments), result.err())
                .isZero();
        return result.out();
    }
}
