package fwlstm.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.Trial;
import fwlstm.report.MadeUp;
import fwlstm.results.ResultsDirectory;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepComparisonTest {
    private static final String FIRST = """
            name: first
            task: {name: art, pairs: [2, 4]}
            cell: [{name: fw-lstm, hidden: 5}, {name: irnn, hidden: 5}]
            train: {updates: 400, evaluate_every: 100, learning_rate: 0.001}
            seeds: 3
            """;

    @TempDir
    private Path folder;

    private int directories;

    @Test
    void the_same_sweep_trained_twice_is_equal_to_the_bit() throws IOException {
        String text =
                compare(made(FIRST, trial -> 0.8), made(FIRST, trial -> 0.8)).format(Format.TEXT);
        assertThat(text)
                .startsWith("Both sweep files ask for the same settings.")
                .doesNotContain("change", "counterpart")
                .contains("+0.00")
                .endsWith("Trials: 12 equal to the last bit, 0 different; 0 only in the first, 0 only in the second.");
    }

    @Test
    void counterparts_differ_in_what_the_sweep_files_differ_in() throws IOException {
        StoredTables first = made(FIRST, trial -> 0.8);
        StoredTables second = made(FIRST.replace("0.001", "0.003"), trial -> 0.8 + 0.01 * (1 + trial.seed()));
        SweepComparison comparison = compare(first, second);
        assertThat(comparison.format(Format.TEXT).lines().map(line -> line.replaceAll(" +", " ")))
                .contains("setting first second", "learning_rate 0.001 0.003")
                .contains(
                        "task pairs cell hidden change first % second % difference 95 % CI seeds p",
                        "art 2 fw-lstm 5 learning_rate 0.001 → 0.003 20.00 18.00 -2.00 [-4.48, +0.48] 3 0.074")
                .contains("Trials: 0 equal to the last bit, 0 different; 12 only in the first, 12 only in the second.");
    }

    /** Differences −1, −2, −3 points: mean −2, standard deviation 1, t(0.975, 2) = 4.30265, so ± 2.48414. */
    @Test
    void numbers_for_programs() throws IOException {
        StoredTables first = made(FIRST, trial -> 0.8);
        StoredTables second = made(FIRST.replace("0.001", "0.003"), trial -> 0.8 + 0.01 * (1 + trial.seed()));
        List<Map<String, String>> rows = csv(compare(first, second));
        assertThat(rows).hasSize(4);
        Map<String, String> row = rows.get(0);
        assertThat(number(row, "first_test_error_mean")).isCloseTo(0.2, within(1e-12));
        assertThat(number(row, "difference_mean")).isCloseTo(-0.02, within(1e-12));
        assertThat(number(row, "difference_ci_low")).isCloseTo(-0.0448414, within(1e-7));
        assertThat(number(row, "difference_ci_high")).isCloseTo(0.0048414, within(1e-7));
        assertThat(row).containsEntry("shared_seeds", "3").containsEntry("change", "learning_rate 0.001 → 0.003");
    }

    @Test
    void what_is_recorded_otherwise_is_named() throws IOException {
        StoredTables first = made(FIRST, trial -> 0.8);
        StoredTables second = made(FIRST, trial -> isOneOfThem(trial) ? Math.nextUp(0.8) : 0.8);
        String text = compare(first, second).format(Format.TEXT);
        assertThat(text).contains("Trials: 11 equal to the last bit, 1 different;");
        assertThat(text.lines().reduce((a, b) -> b).orElseThrow())
                .contains("irnn", "java, java")
                .endsWith("best_validation_accuracy, test_accuracy, test_error, curve");
    }

    private static boolean isOneOfThem(Trial trial) {
        return trial.seed() == 1
                && trial.task().pairs() == 4
                && trial.cell().name().equals("irnn");
    }

    @Test
    void a_grown_axis_is_no_counterpart_of_the_old_values() throws IOException {
        StoredTables first = made(FIRST.replace("[2, 4]", "[2]"), trial -> 0.8);
        StoredTables second = made(FIRST.replace("seeds: 3", "seeds: 2"), trial -> 0.8);
        SweepComparison comparison = compare(first, second);
        assertThat(csv(comparison))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("pairs", "2")
                        .containsEntry("shared_seeds", "2")
                        .containsEntry("p", ""));
        assertThat(comparison.format(Format.TEXT))
                .contains("Without a counterpart: 0 configurations of the first, 2 of the second.")
                .contains("Trials: 4 equal to the last bit, 0 different; 2 only in the first, 4 only in the second.");
    }

    @Test
    void sweeps_of_different_cells_are_compared_by_what_they_share() throws IOException {
        StoredTables first = made(FIRST.replace(", {name: irnn, hidden: 5}", ""), trial -> 0.8);
        StoredTables second = made(FIRST.replace("{name: fw-lstm, hidden: 5}, ", ""), trial -> 0.7);
        assertThat(csv(compare(first, second)))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.get("change")).startsWith("cell fw-lstm → irnn"));
    }

    @Test
    void every_format() throws IOException {
        SweepComparison comparison = compare(made(FIRST, trial -> 0.8), made(FIRST, trial -> 0.7));
        for (Format format : Format.values()) {
            assertThat(comparison.format(format)).as(format.name()).contains("fw-lstm", "irnn");
        }
    }

    private StoredTables made(String text, ToDoubleFunction<Trial> accuracy) throws IOException {
        ResultsDirectory results = MadeUp.of(text, folder.resolve("sweep-" + directories++), accuracy);
        return StoredTables.read(results);
    }

    private static SweepComparison compare(StoredTables first, StoredTables second) throws IOException {
        return SweepComparison.of(first, second);
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }

    private static List<Map<String, String>> csv(SweepComparison comparison) {
        List<String> lines = comparison.format(Format.CSV).lines().toList();
        List<String> header = Arrays.asList(lines.get(0).split(","));
        return lines.stream()
                .skip(1)
                .map(line -> {
                    String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
                    Map<String, String> row = new HashMap<>();
                    for (int k = 0; k < header.size(); k++) {
                        row.put(header.get(k), cells[k].replaceAll("^\"|\"$", ""));
                    }
                    return row;
                })
                .toList();
    }
}
