package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.Trial;
import fwlstm.statistics.ConfidenceInterval;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.table.TextTable.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The table of made-up test errors of three cells, without a Spark session. */
class PaperTableTest {
    private static final Map<String, double[]> ERRORS = Map.of(
            "fw-lstm", new double[] {0.010, 0.012, 0.011, 0.009, 0.010},
            "fw-rnn", new double[] {0.011, 0.010, 0.013, 0.010, 0.009},
            "irnn", new double[] {0.110, 0.122, 0.113, 0.105, 0.118});

    /** A row of the view of a configuration that has these test errors. */
    private static Row row(Trial trial, double[] errors) {
        double mean = StatUtils.mean(errors);
        double std = Math.sqrt(StatUtils.variance(errors));
        Map<String, Object> columns = new LinkedHashMap<>(trial.columns());
        columns.remove("seed");
        columns.put("config_id", trial.configId());
        columns.put("best", false);
        columns.put("parameters", 1234);
        columns.put("study", null);
        for (String count : List.of("seeds", "done", "test_error_n", "planned_seeds")) {
            columns.put(count, (long) errors.length);
        }
        for (String count : List.of("diverged", "failed", "stopped", "updates_to_99_seeds", "other_seeds")) {
            columns.put(count, 0L);
        }
        columns.put("best_validation_accuracy_mean", 0.5);
        columns.put("test_error_mean", mean);
        columns.put("test_error_std", std);
        columns.put("test_error_ci_low", mean - ConfidenceInterval.halfWidth(errors.length, std));
        columns.put("test_error_ci_high", mean + ConfidenceInterval.halfWidth(errors.length, std));
        columns.put("updates_to_99_median", null);
        StructType schema = new StructType();
        for (String column : columns.keySet()) {
            schema = schema.add(column, DataTypes.NullType);
        }
        return new GenericRowWithSchema(columns.values().toArray(), schema);
    }

    /** The table of a sweep with so many seeds, of which irnn lacks some. */
    private static String table(int seeds, int missing, Format format) {
        return table(
                "[{name: irnn, hidden: 5}, {name: fw-rnn, hidden: 5}, {name: fw-lstm, hidden: 5}]",
                Size.HIDDEN,
                seeds,
                missing,
                format);
    }

    private static String table(String cells, Size by, int seeds, int missing, Format format) {
        Sweep sweep = SweepFile.parse(
                "{name: made-up, task: {name: art, pairs: 2}, cell: " + cells + ", seeds: " + seeds + "}", List.of());
        List<Row> rows = new ArrayList<>();
        Map<String, Map<Long, Double>> bySeed = new HashMap<>();
        for (Trial trial : sweep.trials()) {
            if (trial.seed() == sweep.trials().get(0).seed()) {
                String cell = trial.cell().name();
                double[] errors = Arrays.copyOf(ERRORS.get(cell), cell.equals("irnn") ? seeds - missing : seeds);
                rows.add(row(trial, errors));
                Map<Long, Double> values = bySeed.computeIfAbsent(trial.configId(), config -> new HashMap<>());
                for (double error : errors) {
                    values.put((long) values.size(), error);
                }
            }
        }
        return new PaperTable(sweep, rows, bySeed, by, false).format(format);
    }

    @Test
    void text_marks_the_best_and_what_is_not_significantly_worse() {
        assertThat(table(5, 0, Format.TEXT)).isEqualTo("""
                task  pairs  hidden  cell     parameters    test error %         95 % CI  seeds  updates to 99 %
                ----  -----  ------  -------  ----------  --------------  --------------  -----  ---------------
                art       2       5  irnn           1234  11.36 ± 0.67    [10.53, 12.19]    5/5      never (0/5)
                art       2       5  fw-rnn         1234   1.06 ± 0.15 †    [0.87, 1.25]    5/5      never (0/5)
                art       2       5  fw-lstm        1234   1.04 ± 0.11 *    [0.90, 1.18]    5/5      never (0/5)

                * lowest mean test error of its task, pairs and hidden.
                †: not significantly worse than that (two-sided paired t-test over the same seeds, n = 5, 5 %, Holm-corrected).\
                """);
    }

    @Test
    void markdown_sets_the_best_in_bold() {
        assertThat(table(5, 0, Format.MARKDOWN))
                .contains("| **1.04 ± 0.11** |", "|    11.36 ± 0.67 |", "|   1.06 ± 0.15 † |", "\n\nBold: ", "\n\n†: ");
    }

    @Test
    void networks_with_about_as_many_parameters_are_compared_whatever_their_hidden_size() {
        String cells = "[{name: irnn, hidden: 161}, {name: fw-rnn, hidden: 50}, {name: fw-lstm, hidden: 20}]";
        assertThat(table(cells, Size.HIDDEN, 5, 0, Format.TEXT).lines())
                .as("each is alone")
                .noneMatch(line -> line.contains("*") || line.contains("†"));
        assertThat(table(cells, Size.PARAMETERS, 5, 0, Format.TEXT)).isEqualTo("""
                task  pairs  hidden  cell     parameters    test error %         95 % CI  seeds  updates to 99 %
                ----  -----  ------  -------  ----------  --------------  --------------  -----  ---------------
                art       2      50  fw-rnn         1234   1.06 ± 0.15 †    [0.87, 1.25]    5/5      never (0/5)
                art       2      20  fw-lstm        1234   1.04 ± 0.11 *    [0.90, 1.18]    5/5      never (0/5)
                art       2     161  irnn           1234  11.36 ± 0.67    [10.53, 12.19]    5/5      never (0/5)

                * lowest mean test error of its task, pairs and parameters (at most 10 % apart).
                †: not significantly worse than that (two-sided paired t-test over the same seeds, n = 5, 5 %, Holm-corrected).\
                """);
    }

    @Test
    void a_class_of_sizes_ends_a_tenth_above_its_first() {
        IntUnaryOperator classes = Size.classes(List.of(121, 100, 110, 111, 1000));
        assertThat(IntStream.of(100, 110, 111, 121, 1000).map(classes)).containsExactly(100, 100, 111, 111, 1000);
    }

    @Test
    void lines_that_lack_seeds_are_not_compared_and_the_table_says_so() {
        assertThat(table(5, 1, Format.TEXT).lines())
                .endsWith("Not compared, without test error for all seeds: 1 line.")
                .anyMatch(line -> line.contains("11.25 ± 0.71   ") && line.contains("4/5"))
                .anyMatch(line -> line.contains("1.04 ± 0.11 *"));
    }

    /** Where a seed failed there are two numbers that could stand below the stroke. */
    @Test
    void updates_to_99_are_out_of_the_seeds_that_are_done_whether_one_got_there_or_none() {
        for (long reached : List.of(0L, 2L)) {
            Map<String, Object> columns = new LinkedHashMap<>();
            columns.putAll(Map.of("seeds", 5L, "done", 4L, "failed", 1L, "diverged", 0L, "parameters", 1234));
            columns.put("updates_to_99_seeds", reached);
            columns.put("updates_to_99_median", reached == 0 ? null : 300.0);
            for (String none :
                    List.of("test_error_mean", "test_error_std", "test_error_ci_low", "test_error_ci_high")) {
                columns.put(none, null);
            }
            StructType schema = new StructType();
            for (String column : columns.keySet()) {
                schema = schema.add(column, DataTypes.NullType);
            }
            Row row = new GenericRowWithSchema(columns.values().toArray(), schema);
            assertThat(new PaperLine("group", Map.of(), 1234, 5, row).results())
                    .endsWith("4/5, 1 failed", reached == 0 ? "never (0/4)" : "300 (2/4)");
        }
    }

    @Test
    void with_few_seeds_it_warns_of_how_little_that_shows() {
        assertThat(table(3, 0, Format.TEXT))
                .contains("n = 3,")
                .endsWith("only large, steady differences are significant.");
    }

    @Test
    void with_two_seeds_nothing_is_tested_and_the_table_says_so() {
        assertThat(table(2, 0, Format.TEXT))
                .contains("1.05 ± 0.07 *")
                .doesNotContain("†")
                .endsWith("Not tested, fewer than 3 seeds in common with the best: 2 lines.");
    }

    @Test
    void latex_is_a_tabular_with_rules_of_booktabs_and_a_caption_to_copy() {
        assertThat(table(5, 0, Format.LATEX).lines().filter(line -> !line.startsWith("% \\caption{Test error")))
                .containsExactly(
                        "% \\usepackage{booktabs}",
                        "\\begin{tabular}{lrrlrrrrr}",
                        "\\toprule",
                        "task & pairs & hidden & cell & parameters & test error \\% & 95 \\% CI & seeds"
                                + " & updates to 99 \\% \\\\",
                        "\\midrule",
                        "art & 2 & 5 & irnn & 1234 & 11.36 $\\pm$ 0.67 & [10.53, 12.19] & 5/5 & never (0/5) \\\\",
                        "art & 2 & 5 & fw-rnn & 1234 & 1.06 $\\pm$ 0.15\\rlap{$^{\\dagger}$} & [0.87, 1.25] & 5/5"
                                + " & never (0/5) \\\\",
                        "art & 2 & 5 & fw-lstm & 1234 & \\textbf{1.04 $\\pm$ 0.11} & [0.90, 1.18] & 5/5"
                                + " & never (0/5) \\\\",
                        "\\bottomrule",
                        "\\end{tabular}");
        assertThat(table(5, 0, Format.LATEX)).contains("Bold: lowest", "(two-sided paired t-test", "5 \\%");
    }

    @Test
    void what_is_tested_at_another_difficulty_has_a_column_for_it_and_is_compared_there() {
        Sweep sweep = SweepFile.parse(
                "{name: made-up, task: {name: art, pairs: 2}, cell: [{name: fw-rnn, hidden: 5}, {name: fw-lstm, hidden: 5}],"
                        + " data: {test_pairs: [8, 2]}, seeds: 5}",
                List.of());
        List<Row> rows = new ArrayList<>();
        Map<String, Map<Long, Double>> bySeed = new HashMap<>();
        for (Trial trial : sweep.trials()) {
            double[] errors = ERRORS.get(trial.cell().name()).clone();
            for (int seed = 0; seed < errors.length; seed++) {
                errors[seed] += trial.data().testPairs() == null ? 0 : 0.5;
            }
            if (trial.seed() == 0) {
                rows.add(row(trial, errors));
            }
            bySeed.computeIfAbsent(trial.configId(), config -> new HashMap<>())
                    .put(trial.seed(), errors[(int) trial.seed()]);
        }
        PaperTable table = new PaperTable(sweep, rows, bySeed, Size.HIDDEN, false);
        assertThat(table.format(Format.TEXT)).isEqualTo("""
                task  pairs  test_pairs  hidden  cell     parameters    test error %         95 % CI  seeds  updates to 99 %
                ----  -----  ----------  ------  -------  ----------  --------------  --------------  -----  ---------------
                art       2           2       5  fw-rnn         1234   1.06 ± 0.15 †    [0.87, 1.25]    5/5      never (0/5)
                art       2           2       5  fw-lstm        1234   1.04 ± 0.11 *    [0.90, 1.18]    5/5      never (0/5)
                art       2           8       5  fw-rnn         1234  51.06 ± 0.15 †  [50.87, 51.25]    5/5      never (0/5)
                art       2           8       5  fw-lstm        1234  51.04 ± 0.11 *  [50.90, 51.18]    5/5      never (0/5)

                * lowest mean test error of its task, pairs, test_pairs and hidden.
                †: not significantly worse than that (two-sided paired t-test over the same seeds, n = 5, 5 %, Holm-corrected).\
                """);
        List<String> csv = table.format(Format.CSV).lines().toList();
        int column = List.of(csv.get(0).split(",")).indexOf("data_test_pairs");
        assertThat(csv.stream().skip(1).map(line -> line.split(",", -1)[column]))
                .containsExactly("", "", "8", "8");
    }

    @Test
    void csv_has_columns_for_programs() {
        List<String[]> lines =
                table(5, 0, Format.CSV).lines().map(line -> line.split(",", -1)).toList();
        List<String> header = List.of(lines.get(0));
        Map<String, String> fwRnn = new HashMap<>();
        Map<String, String> fwLstm = new HashMap<>();
        for (int k = 0; k < header.size(); k++) {
            fwRnn.put(header.get(k), lines.get(2)[k]);
            fwLstm.put(header.get(k), lines.get(3)[k]);
        }
        assertThat(lines).hasSize(4).allMatch(line -> line.length == header.size());
        assertThat(fwRnn).containsEntry("comparison", "not_worse").containsEntry("p_n", "5");
        assertThat(fwLstm)
                .containsEntry("cell", "fw-lstm")
                .containsEntry("comparison", "best")
                .containsEntry("test_error_n", "5")
                .containsEntry("p", "")
                .containsEntry("p_holm", "");
        assertThat(number(fwRnn, "p")).isCloseTo(0.799, within(5e-4)); // t = 0.0002 / (0.00164 / √5) = 0.272
        assertThat(number(fwRnn, "p_holm")).isEqualTo(number(fwRnn, "p"));
        assertThat(number(fwLstm, "test_error_std")).isCloseTo(0.00114, within(5e-6));
        assertThat(number(fwLstm, "test_error_ci_low")).isCloseTo(0.00898, within(5e-6));
        assertThat(number(fwLstm, "test_error_ci_high")).isCloseTo(0.01182, within(5e-6));
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
